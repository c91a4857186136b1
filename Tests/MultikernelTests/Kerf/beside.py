"""What kerf says of device trees: reads a list of files with their kinds, and writes its words as JSON."""

import json
import sys

from kerf import baseline
from kerf.dtc import parser, validator


class Nowhere:
    """A file system without /proc, so that no verdict depends on the machine."""

    def __init__(self, *_parts):
        pass

    def exists(self):
        return False


validator.Path = Nowhere
validator.get_pool_chunks_from_iomem = lambda *_: []


def pool_of_another_machine(*_):
    return [(0x1000, 0x1000)]


def words(error):
    return str(error).splitlines() or [type(error).__name__]


def verdict(path, kind):
    """The errors, each as one text: those of the parser, or else those of the checks behind it."""
    with open(path, "rb") as file:
        data = file.read()
    reader = parser.DeviceTreeParser()
    try:
        if kind in ("instance", "boot"):
            reader.parse_instance_dtb_from_bytes(data)
            return []
        tree = reader.parse_dtb_from_bytes(data)
        if kind == "overlay":
            return []
        found = [" / ".join(text.splitlines()) for text in validator.MultikernelValidator().validate(tree).errors]
        if kind == "baseline":
            try:
                baseline.BaselineManager("/nonexistent").validate_baseline(tree)
            except Exception as error:
                found.append(" / ".join(words(error)))
        return found
    except Exception as error:
        return [" / ".join(words(error))]


def shape(path):
    """What of a tree is left in kerf's model: for comparing what was written with what was read."""
    with open(path, "rb") as file:
        reader = parser.DeviceTreeParser()
        tree = reader.parse_dtb_from_bytes(file.read())
    return {
        "cpus": tree.hardware.cpus.available,
        "topology": tree.hardware.topology is not None,
        "instances": {
            name: {
                "devices": instance.resources.devices,
                "cpus": instance.resources.cpus,
                "affinity": instance.resources.cpu_affinity,
                "policy": instance.resources.memory_policy,
            }
            for name, instance in tree.instances.items()
        },
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    results = []
    for case in cases:
        entry = {"errors": verdict(case["path"], case["kind"])}
        if case["isElsewhere"]:
            nowhere = validator.get_pool_chunks_from_iomem
            validator.get_pool_chunks_from_iomem = pool_of_another_machine
            entry["elsewhere"] = verdict(case["path"], case["kind"])
            validator.get_pool_chunks_from_iomem = nowhere
        if case["shape"] and not entry["errors"]:
            entry["shape"] = shape(case["path"])
        results.append(entry)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
