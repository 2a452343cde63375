#!/usr/bin/env python3
"""Builds common-words.txt: common-words.py INDEX.DIC > common-words.txt

INDEX.DIC   the Russian spelling dictionary of A. I. Lebedev (npm package dictionary-ru 3.0.0, BSD-3-Clause)

Kept of its words in small letters, one a stem: nouns of up to twelve letters, others of up to ten, for the dictionary tells
ordinary words from names, and nouns from the rest. What is longer, and what is made of another word by a suffix, is known
for what it is by its ending, see names.rs. Needs `pip install snowballstemmer`."""
import sys
import snowballstemmer

dictionary = sys.argv[1]
stem = snowballstemmer.stemmer("russian").stemWord
fold = lambda word: word.lower().replace("ё", "е")
# What names.rs knows for a noun by its ending; of other words, what is made of a verb.
NOUNS = ("ость", "ание", "ение", "ство", "изм", "ция", "тель", "щик")
OTHERS = ("щий", "вший", "нный", "емый", "имый", "тый")
words = {"nouns": {}, "others": {}}
for line in open(dictionary, encoding="utf-8").read().split("\n")[1:]:
    word, _, flags = line.partition("/")
    if not word or word != word.lower() or not word.isalpha() or len(word) < 3:
        continue
    kind = "nouns" if set(flags) & set("FGHIJKNO") else "others"
    root = stem(fold(word))
    longest, made = (12, NOUNS) if kind == "nouns" else (10, OTHERS)
    if len(word) <= longest and not word.endswith(made):
        known = words[kind].get(root)
        words[kind][root] = min(filter(None, (known, fold(word))), key=lambda w: (len(w), w))
for root in words["nouns"]:
    words["others"].pop(root, None)
print("# Ordinary Russian words, one a stem; built by common-words.py, which names the sources. Not for editing.")
for kind, found in words.items():
    print(f"[{kind}]")
    print(*sorted(found.values()), sep="\n")
