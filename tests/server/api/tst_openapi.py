#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the API's description against the OpenAPI 3.1 schema, and real requests and answers against the description.

    tst_openapi.py FILE      a JSON object: "description", and "instances": a list of {"schema": NAME, "value": …}

Prints what does not fit; exit code 0 if all does. openapi-3.1.schema.json is the OpenAPI Initiative's (Apache-2.0), with plain
references where it has dynamic ones, as npm's @seriousme/openapi-schema-validator ships it.
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker, RefResolver


def references(value):
    if isinstance(value, dict):
        yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from references(each)


def problems(description, instances):
    schema = json.loads((pathlib.Path(__file__).parent / "openapi-3.1.schema.json").read_text())
    for error in Draft202012Validator(schema).iter_errors(description):
        yield f"not OpenAPI 3.1: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    schemas = description["components"]["schemas"]
    for name, each in schemas.items():
        for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(each):
            yield f"no schema: {name}: {error.message[:200]}"
    for reference in sorted(set(references(description))):
        if reference.removeprefix("#/components/schemas/") not in schemas:
            yield f"leads nowhere: {reference}"
    resolver = RefResolver.from_schema(description)
    for instance in instances:
        validator = Draft202012Validator(schemas[instance["schema"]], resolver=resolver, format_checker=FormatChecker())
        for error in validator.iter_errors(instance["value"]):
            yield f"not as described: {instance['schema']} {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def main():
    given = json.loads(pathlib.Path(sys.argv[1]).read_text())
    found = list(problems(given["description"], given["instances"]))
    for problem in found:
        print(problem)
    print(f"{len(given['instances'])} instances, {len(found)} problems")
    return 1 if found or not given["instances"] else 0


if __name__ == "__main__":
    sys.exit(main())
