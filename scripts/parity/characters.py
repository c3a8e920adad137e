"""What Python says of every character: space, word character, MLQA punctuation, lower case where it changes."""

import json
import re
import string
import sys
import unicodedata

spaces, words, punctuation, lower = [], [], [], {}
word = re.compile(r'\w')
for code in range(sys.maxunicode + 1):
    if 0xD800 <= code <= 0xDFFF:
        continue
    char = chr(code)
    if not char.split():
        spaces.append(code)
    if word.match(char):
        words.append(code)
    if unicodedata.category(char).startswith('P') or char in string.punctuation:
        punctuation.append(code)
    if char.lower() != char:
        lower[code] = char.lower()
unassigned = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == 'Cn']
json.dump({'unicode': unicodedata.unidata_version, 'spaces': spaces, 'words': words, 'punctuation': punctuation, 'lower': lower, 'unassigned': unassigned}, sys.stdout)
