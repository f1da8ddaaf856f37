"""Checks files against a JSON Schema: validate.py SCHEMA json|lines FILE...

Prints what is wrong, and ends with 1 where something is. `lines` takes every line of a file as a
document of its own.
"""
import json
import sys

import jsonschema


def documents(kind, path):
    with open(path, encoding="utf-8") as file:
        if kind == "json":
            return [json.load(file)]
        return [json.loads(line) for line in file]


def main():
    schema_path, kind, *paths = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = 0
    for path in paths:
        for number, document in enumerate(documents(kind, path), 1):
            for error in validator.iter_errors(document):
                wrong += 1
                print(f"{path}:{number}: {error.json_path}: {error.message[:300]}")
    return 1 if wrong else 0


sys.exit(main())
