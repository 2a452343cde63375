#!/usr/bin/env python3
"""Builds common-words.txt: common-words.py INDEX.DIC VOC_RU.TXT > common-words.txt

INDEX.DIC   the Russian spelling dictionary of A. I. Lebedev (npm package dictionary-ru 3.0.0, BSD-3-Clause)
VOC_RU.TXT  the Russian vocabulary of the Snowball project (crate rust-stemmers 1.2.0, test_data/, BSD-3-Clause)

Kept of the dictionary's words in small letters, one a stem: nouns of up to twelve letters, adjectives of up to ten, and others whose
stem the vocabulary has too, as the dictionary tells ordinary words from names and nouns from the rest, and the
vocabulary which words are in use. Long nouns and verbs are known for what they are by their endings, see names.rs.
Needs `pip install snowballstemmer`."""
import sys
import snowballstemmer

dictionary, vocabulary = sys.argv[1:3]
stem = snowballstemmer.stemmer("russian").stemWord
fold = lambda word: word.lower().replace("ё", "е")
used = {stem(fold(word)) for word in open(vocabulary, encoding="utf-8").read().split()}
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
    plain = len(word) <= 12 and not word.endswith(NOUNS) if kind == "nouns" else (
        len(word) <= 10 and word.endswith(("ый", "ий", "ой")) and not word.endswith(OTHERS))
    if root in used or plain:
        known = words[kind].get(root)
        words[kind][root] = min(filter(None, (known, fold(word))), key=lambda w: (len(w), w))
for root in words["nouns"]:
    words["others"].pop(root, None)
print("# Ordinary Russian words, one a stem; built by common-words.py, which names the sources. Not for editing.")
for kind, found in words.items():
    print(f"[{kind}]")
    print(*sorted(found.values()), sep="\n")
