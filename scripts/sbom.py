"""What 格议 is made of, as a CycloneDX bill of materials in JSON.

    python -m scripts.sbom > sbom.json

names the packages that run in an office (not those of the tests) with version, licence and the
hashes of their files, as the lock holds them; the carried web assets are named by their manifest.
"""

import json
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, Any]:
    """Give the bill: the project and everything it needs to run."""
    hashes = locked()
    parts = sorted(needed("geyi"), key=lambda part: part.name.lower())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(distribution("geyi"), (), kind="application")},
        "components": [_component(part, hashes.get(_key(part.name), ())) for part in parts],
    }


def needed(name: str) -> list[Distribution]:
    """Give the installed packages a package needs, directly or not, itself left out."""
    found: dict[str, Distribution] = {}
    waiting = _requirements(distribution(name), frozenset())
    while waiting:
        asked = waiting.pop()
        if (key := _key(asked.name)) not in found:
            found[key] = distribution(asked.name)
            waiting += _requirements(found[key], frozenset(asked.extras))
    return list(found.values())


def locked() -> dict[str, tuple[str, ...]]:
    """Give the hashes of each locked package, by its name."""
    held: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if found := LOCKED.match(line):
            name = _key(found[1])
            held[name] = ()
        held[name] += tuple(HASH.findall(line))
    return held


def _requirements(part: Distribution, extras: frozenset[str]) -> list[Requirement]:
    asked = [Requirement(line) for line in part.requires or ()]
    return [
        one
        for one in asked
        if one.marker is None
        or any(one.marker.evaluate({"extra": extra}) for extra in extras | {""})
    ]


def _component(
    part: Distribution, hashes: tuple[str, ...], *, kind: str = "library"
) -> dict[str, Any]:
    metadata = part.metadata
    licence = metadata["License-Expression"] or metadata["License"] or ""
    # What a wheel brings along may stand under another licence; its classifiers say so.
    classified = (one.split(" :: ") for one in metadata.get_all("Classifier") or ())
    named = [kind[-1] for kind in classified if kind[0] == "License"]
    stated = licence.splitlines()[:1]
    licences = [*stated, *named] if stated else [" OR ".join(named) or "NOASSERTION"]
    return {
        "type": kind,
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:pypi/{_key(part.name)}@{part.version}",
        "licenses": [{"license": {"name": each}} for each in dict.fromkeys(licences)],
        "hashes": [{"alg": "SHA-256", "content": each} for each in hashes],
    }


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    print(json.dumps(bill(), ensure_ascii=False, indent=1))
