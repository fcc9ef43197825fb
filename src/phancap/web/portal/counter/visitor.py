"""Who counts as a visitor, and the one number a day that stands for them.

The hash is of the network address and the browser's name under a random salt that lives one day. Limits: people
behind one address with the same browser count once; one person with two devices counts twice; a robot that says
it is a browser is counted. Addresses are 2^32, so while a salt lives its holder could try them all: that is why it
dies at midnight and is never written anywhere but in its row.
"""

from __future__ import annotations

import hashlib
import re

# Names that programs give themselves. Who gives no name, or none that begins like a browser's, is no browser.
_ROBOT = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|scrap|archiv|fetch|monitor|uptime|pingdom|lighthouse|preview|validator|"
    r"curl|wget|python|java/|go-http|libwww|okhttp|axios|node-|perl|ruby|php|httpclient|facebookexternalhit|"
    r"headless|phantom|selenium|puppeteer|playwright|feed|rss|coccoc.*bot|zalo.*bot|whatsapp|telegrambot|"
    r"petalbot|bytespider|gptbot|ccbot|claudebot|dataprovider|censys|nmap|zgrab|masscan|nuclei",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"^(?:Mozilla|Opera|Dalvik|Zalo)/")
LONGEST_AGENT = 400


def is_robot(agent: str, purpose: str = "") -> bool:
    """Whether a request is a program's: by the name it gives itself, or fetched ahead for nobody yet."""
    if "prefetch" in purpose.lower() or "prerender" in purpose.lower():
        return True
    return not _BROWSER.match(agent) or _ROBOT.search(agent) is not None


def digest(salt: bytes, address: str, agent: str) -> str:
    """The visitor of the day: 128 bits of a keyed BLAKE2."""
    said = f"{address}\0{agent[:LONGEST_AGENT]}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, key=salt, digest_size=16).hexdigest()
