"""The house's look for pages that leave it: typefaces, measure and colours by role, light and dark, on screen and on paper."""

import base64
import hashlib
import tomllib
from functools import cache

import resources

HIGHLIGHTS = ("sun", "moss", "sky", "rose", "iris")
_ROLES = ("background", "surface", "raised", "line", "text", "muted", "accent", "accent_wash")
_RULES = """
* { box-sizing: border-box; }
html { background: var(--background); color: var(--text); }
body { margin: 0 auto; max-width: 44rem; padding: 3.5rem 1.5rem 5rem;
  font: 1.0625rem/1.62 "Source Serif 4", "Source Serif Pro", "Noto Serif KR", "Noto Serif CJK KR", Georgia, serif; }
h1, h2 { font-weight: 600; line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.875rem; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 3.5rem 0 1.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.about, .place, .cited, .definition, footer { font-size: .8125rem; line-height: 1.5; color: var(--muted);
  font-family: "Source Sans 3", "Source Sans Pro", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif; }
.about { margin: 0 0 .25rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .15em; overflow-wrap: anywhere; }
article { margin: 0 0 2.25rem; break-inside: avoid; }
blockquote { margin: 0 0 .6rem; padding: 0 0 0 1.1rem; border-inline-start: 3px solid var(--shade); overflow-wrap: anywhere; }
.context { color: var(--muted); }
.quote { background: var(--wash); color: var(--text); border-radius: 2px; padding: .08em .1em;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }
sup { font-size: .72em; line-height: 0; font-family: "Source Sans 3", "Source Sans Pro", "Noto Sans CJK KR", system-ui, sans-serif; }
sup a { text-decoration: none; padding: 0 .15em; }
.cited { margin: 0 0 .3rem 1.25rem; }
.place { margin: 0 0 .3rem 1.25rem; }
.tags { margin: .4rem 0 .5rem 1.25rem; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .35rem;
  font: .8125rem/1.4 "Source Sans 3", "Source Sans Pro", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif; }
.tags li { padding: .1rem .55rem; border: 1px solid var(--line); border-radius: 10px; background: var(--raised); overflow-wrap: anywhere; }
.note { margin: .5rem 0 0 1.25rem; padding: .6rem .9rem; background: var(--raised); border-radius: 8px; font-size: .95rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.note b { display: block; font: 600 .75rem/1.5 "Source Sans 3", "Source Sans Pro", "Noto Sans CJK KR", system-ui, sans-serif; color: var(--muted); }
.caps { font-variant: small-caps; }
section.ends { font-size: .9375rem; line-height: 1.5; }
section.ends ol { padding-left: 1.75rem; } section.ends li { margin: 0 0 .45rem; overflow-wrap: anywhere; }
section.ends .back { text-decoration: none; padding-left: .3em; }
.works p { margin: 0 0 .6rem; padding-left: 1.75rem; text-indent: -1.75rem; }
dt { font-weight: 600; } dd { margin: 0 0 1rem 1.25rem; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media print {
  html { background: none; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  .back { display: none; } h2 { break-after: avoid; } a { color: inherit; text-decoration: none; }
  .quote { print-color-adjust: exact; -webkit-print-color-adjust: exact; } @page { margin: 22mm 20mm; }
}
"""


@cache
def css() -> str:
    """The style sheet; nothing in it names a file or an address."""
    light, dark = _variables("light"), _variables("dark")
    shades = "\n".join(f".{name} {{ --wash: var(--{name}); --shade: var(--{name}_mark); }}" for name in HIGHLIGHTS)
    return (
        f":root {{ color-scheme: light dark; {light} }}\n{shades}\n{_RULES}"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )


def _variables(theme: str) -> str:
    roles = tomllib.loads(resources.text("themes", f"{theme}.toml"))["roles"]
    names = (*_ROLES, *HIGHLIGHTS, *(f"{name}_mark" for name in HIGHLIGHTS))
    return " ".join(f"--{name}: {roles[name]};" for name in names)


@cache
def policy() -> str:
    """The Content-Security-Policy (W3C CSP 3): nothing is fetched, nothing runs, no style but this one is obeyed."""
    digest = base64.b64encode(hashlib.sha256(css().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def role(name: str) -> str:
    """The colour of a role on paper, as six hexadecimal digits."""
    roles = tomllib.loads(resources.text("themes", "light.toml"))["roles"]
    return str(roles[name]).removeprefix("#")
