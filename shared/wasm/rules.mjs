// SPDX-License-Identifier: GPL-3.0-or-later
// The rules in a browser or in node: makes the module from the bytes of rules.wasm and answers questions about scans.

/** A function that takes {list, inputs} and gives the verdict, or {fault, detail, fields} for what is no question. */
export async function loadRules(bytes) {
    // The module asks for nothing but to be told that memory grew, and how to end after a broken invariant.
    const end = (name) => () => {
        throw new Error(`the rules ended: ${name}`);
    };
    const module = await WebAssembly.compile(bytes);
    const imports = {};
    for (const { module: room, name } of WebAssembly.Module.imports(module))
        (imports[room] ??= {})[name] = name === "emscripten_notify_memory_growth" ? () => {} : end(name);
    const { exports } = await WebAssembly.instantiate(module, imports);
    exports._initialize?.();
    const memory = () => new Uint8Array(exports.memory.buffer); // anew after each call: it may have grown

    const decideText = (text) => {
        const question = new TextEncoder().encode(text);
        const at = exports.malloc(question.length);
        memory().set(question, at);
        const answer = exports.gatehouse_decide(at, question.length);
        exports.free(at);
        const bytes = memory();
        const verdict = new TextDecoder().decode(bytes.subarray(answer, bytes.indexOf(0, answer)));
        exports.gatehouse_free(answer);
        return verdict;
    };
    return { decideText, decide: (question) => JSON.parse(decideText(JSON.stringify(question))) };
}
