#!/usr/bin/env python3
"""Turns the coloured output of a command into an SVG picture of a terminal window.

Usage: tools/terminal_picture.py --title TITLE --output FILE.svg [--columns N] [--lines N] -- COMMAND [ARGUMENT...]
The command runs in a pseudo-terminal, so that it prints as it does to a person.
"""

import argparse
import fcntl
import os
import pty
import re
import struct
import termios
from html import escape

CHARACTER_WIDTH = 8.43
LINE_HEIGHT = 19
MARGIN = 18
TITLE_HEIGHT = 34

BACKGROUND = "#16181d"
FOREGROUND = "#d7dae0"
COLOURS = {
    30: "#5c6370", 31: "#ff7b72", 32: "#7ee787", 33: "#f2cc60", 34: "#79b8ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#d7dae0",
    90: "#8b929e", 91: "#ffa198", 92: "#a5f3ad", 93: "#ffe08a", 94: "#a5d0ff", 95: "#e2c5ff", 96: "#a8f0f4", 97: "#ffffff",
}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m|\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)")


def output_of(command, columns):
    """What a command prints to a terminal of that width."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("NO_COLOR", None)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.waitpid(pid, 0)
    return b"".join(chunks).decode("utf-8", "replace").replace("\r\n", "\n")


class Style:
    def __init__(self):
        self.colour, self.is_bold, self.is_faint, self.is_underlined = FOREGROUND, False, False, False

    def apply(self, codes):
        for code in (int(code or 0) for code in (codes or "0").split(";")):
            if code == 0:
                self.__init__()
            elif code == 1:
                self.is_bold = True
            elif code == 2:
                self.is_faint = True
            elif code == 4:
                self.is_underlined = True
            elif code == 22:
                self.is_bold = self.is_faint = False
            elif code == 24:
                self.is_underlined = False
            elif code == 39:
                self.colour = FOREGROUND
            elif code in COLOURS:
                self.colour = COLOURS[code]

    def attributes(self):
        parts = [f'fill="{self.colour}"']
        if self.is_bold:
            parts.append('font-weight="bold"')
        if self.is_faint:
            parts.append('opacity="0.65"')
        if self.is_underlined:
            parts.append('text-decoration="underline"')
        return " ".join(parts)


def spans_of(line, style, columns):
    """Pieces of one line: (column, text, attributes)."""
    column, position, spans = 0, 0, []
    for match in [*ESCAPE.finditer(line), None]:
        text = line[position:match.start() if match else len(line)][:max(0, columns - column)]
        if text:
            spans.append((column, text, style.attributes()))
            column += len(text)
        if match:
            position = match.end()
            if match.group(1) is not None:
                style.apply(match.group(1))
    return spans


def picture(title, lines, columns):
    width = round(2 * MARGIN + columns * CHARACTER_WIDTH)
    height = TITLE_HEIGHT + MARGIN + len(lines) * LINE_HEIGHT + MARGIN // 2
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="9" fill="{BACKGROUND}"/>',
        f'<text x="{width / 2}" y="22" text-anchor="middle" fill="#8b929e" font-size="13" '
        f'font-family="sans-serif">{escape(title)}</text>',
    ]
    for number, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        svg.append(f'<circle cx="{20 + 19 * number}" cy="17" r="5.5" fill="{colour}"/>')
    svg.append('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" '
               'font-size="14" xml:space="preserve">')
    style = Style()
    for number, line in enumerate(lines):
        y = TITLE_HEIGHT + MARGIN + number * LINE_HEIGHT
        for column, text, attributes in spans_of(line, style, columns):
            # A fixed length keeps columns in line whatever font the reader has.
            svg.append(f'<text x="{MARGIN + column * CHARACTER_WIDTH:.1f}" y="{y}" '
                       f'textLength="{len(text) * CHARACTER_WIDTH:.1f}" {attributes}>{escape(text)}</text>')
    svg += ["</g>", "</svg>", ""]
    return "\n".join(svg)


def main():
    parser = argparse.ArgumentParser(description="Turns the output of a command into an SVG picture.")
    parser.add_argument("--title", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--columns", type=int, default=110)
    parser.add_argument("--lines", type=int, default=0, help="cut after so many lines")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    lines = output_of(options.command, options.columns).rstrip("\n").split("\n")
    if options.lines and len(lines) > options.lines:
        lines = lines[:options.lines] + ["", "\x1b[2m …\x1b[0m"]
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(picture(options.title, lines, options.columns))


if __name__ == "__main__":
    main()
