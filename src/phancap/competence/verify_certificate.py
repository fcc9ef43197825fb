"""Replays a certificate, alone: what it proves in numbers, or an exception. Shares no code with its writer."""

import hashlib
import json
from collections import Counter
from typing import Any


def verify(data: bytes) -> dict[str, Any]:
    head, *powers, seal = (json.loads(e, parse_float=int, parse_constant=int) for e in data.splitlines())
    need(seal == {"seal": hashlib.sha256(data[: data[:-1].rfind(b"\n") + 1]).hexdigest()}, "broken seal")
    need(head["format"] == 1 and head["powers"] == [[p["power"], p["role"]] for p in powers], "not all")
    told: Counter[str] = Counter(powers=len(powers))
    for power in powers:
        land, tree, rules = [int(piece, 16) for piece in power["land"]], power["tree"], power["rules"]
        need(sum(land) + 1 == 1 << head["atoms"] == 1 << sum(map(int.bit_count, land)), "not each atom once")
        domain, boxes = [column[1] for column in power["columns"]], [rule["box"] for rule in rules]
        whole = domain[:2] == [head["horizon"], (1 << len(land)) - 1] and {*map(len, boxes)} <= {len(domain)}
        need(whole, f"`{power['power']}`: not all days, land and columns")
        found = replay(domain, boxes, rules, tree)
        told.update(nodes=len(tree or []), gaps=found["gap"], overlaps=found["overlap"])
        told["open"] += bool(not tree or found["overlap"] or (power["required"] and found["gap"]))
    return {"snapshot": head["snapshot"], **told}


def replay(domain: list[Any], boxes: list[list[Any]], rules: list[Any], tree: list[Any] | None) -> Counter[str]:
    def common(a: Any, b: Any) -> Any:  # of two sides, bit masks or [low, high); 0 where they do not meet
        low, high = (0, a & b) if isinstance(a, int) else (max(a[0], b[0]), min(a[1], b[1]))
        return 0 if low >= high else high if isinstance(a, int) else [low, high]

    found, stack = Counter[str](), [] if tree is None else [(domain, list(range(len(boxes))))]
    for node in tree or []:
        (box, near), (kind, *by) = stack.pop(), node
        near = [n for n in near if all(map(common, box, boxes[n]))]
        if kind == "cut":
            whole, at = box[by[0]], by[1]
            halves = (whole & ~at, whole & at) if isinstance(whole, int) else ([at, whole[1]], [whole[0], at])
            stack += [([*box[: by[0]], half, *box[by[0] + 1 :]], near) for half in halves]
            continue
        holding = {rules[n]["holder"] for n in (by if kind == "overlap" else near)}
        need(len(holding) == len(by) == {"gap": 0, "covered": 1, "overlap": 2}[kind], f"`{node}`: {holding}")
        need(all([*map(common, box, boxes[n])] == box for n in by), f"`{node}` does not cover its box")
        found[kind] += 1
    need(not stack, "the tree ends early")
    return found


def need(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)
