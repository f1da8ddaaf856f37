"""The JSON Schema accepts the shipped documents and refuses what is not one.

Usage: schema_test.py ROOT. Needs the Python module jsonschema and fails without it.
"""
import copy
import json
import pathlib
import sys
import unittest

try:
    import jsonschema
except ImportError:
    sys.exit("FAILED: the Python module jsonschema is not installed; the schema is not tested")

ROOT = pathlib.Path(sys.argv.pop(1)) if len(sys.argv) > 1 else pathlib.Path(".")
OPERATION = "spec/ecs/ModifyInstanceMetadataOptions.json"
GATEWAY = "spec/common/rpc-gateway.json"
OBSERVATION = "spec/ecs/DescribeInstances.json"
EFFECTS = "spec/ecs/instance-metadata.json"
SHELF = "tests/data/spec/lab/TagShelf.json"
SHELVES = "tests/data/spec/lab/DescribeShelves.json"

# File, path of the change, and the value put there; GONE takes the member away.
GONE = object()
MUTANTS = [
    (OPERATION, ["assay"], 2),
    (OPERATION, ["kind"], "document"),
    (OPERATION, ["kind"], GONE),
    (OPERATION, ["kind"], "gateway"),
    (OPERATION, ["operation"], ""),
    (OPERATION, ["version"], GONE),
    (OPERATION, ["tilte"], "x"),
    (OPERATION, ["parameters", 0, "type"], "string"),
    (OPERATION, ["parameters", 0, "type"], {"reading": "value-case"}),
    (OPERATION, ["parameters", 2, "absnt"], "keep"),
    (OPERATION, ["parameters", 2, "absent"], "fail"),
    (OPERATION, ["parameters", 2, "absent"], {"reading": "x", "pik": "y"}),
    (OPERATION, ["parameters", 2, "values"], []),
    (OPERATION, ["parameters", 2, "range"], [1, 2]),
    (OPERATION, ["parameters", 2, "invalid"], GONE),
    (OPERATION, ["parameters", 4, "range"], [1]),
    (OPERATION, ["parameters", 4, "width"], 16),
    (OPERATION, ["parameters", 4, "length"], [1, 2]),
    (OPERATION, ["parameters", 4, "invalid"], GONE),
    (OPERATION, ["parameters", 3, "clauses"], []),
    (OPERATION, ["parameters", 3, "clauses", 0, "level"], "may"),
    (OPERATION, ["errors", 0, "status"], 200),
    (OPERATION, ["errors", 0, "message"], GONE),
    (OPERATION, ["readings", 0, "alternatives"], [{"name": "a", "means": "b"}]),
    (OPERATION, ["untestable", 0, "why"], GONE),
    (GATEWAY, ["rules", "nonce.used"], GONE),
    (GATEWAY, ["rules", "nonce.usd"], {"errors": [], "at": "x", "requires": "y"}),
    (GATEWAY, ["topics", "stored"], GONE),
    (GATEWAY, ["order", 0], ["key.unknown"]),
    (GATEWAY, ["order", 0, 1], "key.unknwon"),
    (GATEWAY, ["window"], 0),
    (GATEWAY, ["future"], "never"),
    (GATEWAY, ["error-order"], "error-order"),
    (GATEWAY, ["parameter-rules", "emtpy"], "absent"),
    (OBSERVATION, ["fields", 0, "type"], "flag"),
    (OBSERVATION, ["one", 0], ["RegionId"]),
    (OBSERVATION, ["path"], "Instances"),
    (OBSERVATION, ["extras"], []),
    (OPERATION, ["effects"], ""),
    (EFFECTS, ["kind"], "effect"),
    (EFFECTS, ["guarded", "off"], GONE),
    (EFFECTS, ["disabled", "of"], "x"),
    (EFFECTS, ["settles"], 61),
    (EFFECTS, ["token", "path"], "latest"),
    (EFFECTS, ["token", "header"], "X token"),
    (EFFECTS, ["token", "lifetime"], [1]),
    (EFFECTS, ["items"], []),
    (EFFECTS, ["items", 0, "text"], GONE),
    (EFFECTS, ["unknown-item"], GONE),
    (EFFECTS, ["clauses", 0, "at"], GONE),
    (EFFECTS, ["rules", "forwarded"], GONE),
    (EFFECTS, ["rules", "forwrded"], {"clause": "x", "answers": []}),
    (EFFECTS, ["rules", "served", "text"], "x"),
    (EFFECTS, ["rules", "lifetime-missing", "text-clause"], GONE),
    (EFFECTS, ["rules", "forwarded", "answers"], ["nothing"]),
    (EFFECTS, ["rules", "forwarded", "answers"], 403),
    (SHELF, ["parameters", 5, "count"], GONE),
    (SHELF, ["parameters", 5, "members"], []),
    (SHELF, ["parameters", 5, "members", 0, "type"], "list"),
    (SHELF, ["parameters", 2, "members"], []),
    (SHELF, ["parameters", 3, "invalid"], GONE),
]


def read(name):
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def changed(document, path, value):
    document = copy.deepcopy(document)
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def objects_of(schema):
    """Every part of the schema that describes the members of an object."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects_of(part)


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = read("spec/schema.json")
        cls.validator = jsonschema.Draft202012Validator(cls.schema)

    def faults(self, document):
        return [f"{error.json_path}: {error.message}" for error in
                self.validator.iter_errors(document)]

    def test_is_a_schema_of_2020_12(self):
        self.assertEqual(self.schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_accepts_every_document(self):
        documents = sorted((ROOT / "spec").glob("*/*.json"))
        documents += sorted((ROOT / "tests/data/spec").glob("*/*.json"))
        names = {str(path.relative_to(ROOT)) for path in documents}
        self.assertLessEqual({OPERATION, GATEWAY, OBSERVATION, EFFECTS, SHELF, SHELVES}, names)
        for name in sorted(names):
            with self.subTest(name):
                self.assertEqual(self.faults(read(name)), [])

    def test_refuses_mutants(self):
        for name, path, value in MUTANTS:
            with self.subTest(file=name, path=path):
                self.assertNotEqual(self.faults(changed(read(name), path, value)), [])

    def test_refuses_what_is_no_object(self):
        for value in [None, 1, "x", [], {}]:
            with self.subTest(value=value):
                self.assertNotEqual(self.faults(value), [])

    def test_is_strict(self):
        inner = [one for one in objects_of(self.schema) if one is not self.schema]
        self.assertGreater(len(inner), 10)
        for one in inner:
            with self.subTest(one.get("description")):
                self.assertIs(one.get("additionalProperties"), False)

    def test_describes_everything(self):
        for one in objects_of(self.schema):
            for name, member in one["properties"].items():
                with self.subTest(member=name):
                    target = member
                    if "description" not in member:
                        target = self.schema["$defs"][member["$ref"].rsplit("/", 1)[1]]
                    self.assertGreater(len(target["description"]), 3)


if __name__ == "__main__":
    unittest.main()
