// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of tst_rules through the rules as WebAssembly: node rows.mjs LOADER.mjs RULES.wasm ROWS.jsonl. Prints each row
// whose verdict differs; exit code 0 when all are the same.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [loaderFile, engineFile, rowsFile] = process.argv.slice(2);
const { loadRules } = await import(pathToFileURL(loaderFile));
const { decideText } = await loadRules(readFileSync(engineFile));

let different = 0;
const rows = readFileSync(rowsFile, "utf8").split("\n").filter((line) => line);
for (const line of rows) {
    const { name, list, inputs, verdict } = JSON.parse(line);
    const said = decideText(JSON.stringify({ list, inputs }));
    if (said !== JSON.stringify(verdict)) {
        ++different;
        console.log(`${name}\n  here:  ${said}\n  there: ${JSON.stringify(verdict)}`);
    }
}

// What is no question gets an answer too, and harms nothing.
const bad = [
    ["", "malformed"], ["{", "malformed"], ["[]", "invalid"], ["{}", "invalid"], ['{"list":{},"inputs":{"at":"x"}}', "invalid"],
    ["[".repeat(100000), "too_large"], ["\u{1F600}", "malformed"]];
for (const [text, fault] of bad) {
    const said = JSON.parse(decideText(text));
    if (said.fault !== fault) {
        ++different;
        console.log(`${text.slice(0, 40)}: ${JSON.stringify(said)}, not ${fault}`);
    }
}

const started = process.hrtime.bigint();
const question = JSON.stringify({ list: JSON.parse(rows[0]).list, inputs: JSON.parse(rows[0]).inputs });
for (let round = 0; round < 1000; ++round)
    decideText(question);
const microseconds = Number(process.hrtime.bigint() - started) / 1e6;
console.log(`${rows.length} rows, ${different} different; ${microseconds.toFixed(1)} µs a verdict`);
process.exit(different === 0 && rows.length > 100 ? 0 : 1);
