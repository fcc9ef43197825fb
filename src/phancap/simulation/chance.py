"""Random numbers as a function of what they are for, and the two distributions that counts need.

A number is mixed (SplitMix64) from a key and which number of that key is wanted; nothing is kept between calls.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.shapes import normal_quantile

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ONE, _TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MASK = 0xFFFFFFFFFFFFFFFF


def key_of(*names: str) -> int:
    """A number of 64 bits that names something the same in every run and on every machine."""
    text = "\x1f".join(names).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def mix(words: Words) -> Words:
    """The mixing function of SplitMix64 over an array."""
    words = (words ^ (words >> np.uint64(30))) * _ONE
    words = (words ^ (words >> np.uint64(27))) * _TWO
    return words ^ (words >> np.uint64(31))


def mix_one(word: int) -> int:
    """The same of one number."""
    word = ((word ^ (word >> 30)) * int(_ONE)) & _MASK
    word = ((word ^ (word >> 27)) * int(_TWO)) & _MASK
    return word ^ (word >> 31)


def run_key(seed: int, replication: int) -> int:
    """The key of one replication."""
    return mix_one(mix_one(seed & _MASK) + (replication + 1) * int(GOLDEN) & _MASK)


def numbered(keys: Words, number: int | Words) -> Words:
    """Random number ``number`` of each key, 64 bits."""
    step = (
        np.uint64((int(number) + 1) * int(GOLDEN) & _MASK)
        if isinstance(number, int)
        else (number + np.uint64(1)) * GOLDEN
    )
    return mix(keys + step)


def unit(words: Words) -> Floats:
    """Numbers between 0 and 1, never 0 or 1 themselves."""
    shares: Floats = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return shares


def gamma(shape: Floats, keys: Words) -> Floats:
    """Gamma numbers of mean one (Marsaglia and Tsang), a fresh pair of each key's numbers for every attempt."""
    boosted = np.where(shape < 1, shape + 1, shape)
    d = boosted - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    result = np.zeros(len(shape))
    left = np.arange(len(shape))
    attempt = 0
    while len(left):
        u = unit(numbered(keys[left], 2 * attempt))
        z = normal_quantile(u, 1.0 - u)
        v = (1.0 + c[left] * z) ** 3
        w = unit(numbered(keys[left], 2 * attempt + 1))
        good = v > 0
        safe = np.where(good, v, 1.0)
        good &= np.log(w) < 0.5 * z * z + d[left] * (1.0 - safe + np.log(safe))
        result[left[good]] = (d[left] * safe)[good]
        left = left[~good]
        attempt += 1
    power = unit(numbered(keys, 999_983)) ** (1.0 / shape)
    return np.where(shape < 1, result * power, result) / shape


def poisson(mean: Floats, share: Floats) -> NDArray[np.int64]:
    """The Poisson number of each mean at a share of probability; it grows with the mean at a fixed share."""
    counts = np.zeros(len(mean), np.int64)
    left = np.nonzero(mean > 0)[0]
    term = np.exp(-mean[left])
    below = term.copy()
    k = 0
    while len(left):
        more = share[left] > below
        # Beyond the last digit of the sum nothing can be told apart any more.
        more &= (term > 1e-300) & ((k < mean[left]) | (term > 1e-18))
        left, term, below = left[more], term[more], below[more]
        k += 1
        term = term * mean[left] / k
        below = below + term
        counts[left] = k
    return counts
