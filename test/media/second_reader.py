"""Reads what Polyfoni has sealed, written from docs/sealed-format.md alone.

second_reader.py key MASTER_KEYS ID PURPOSE VERSION WRAPPED   prints the data key in hexadecimal
second_reader.py film FILE DATA_KEY [FROM TO]                 writes the plain bytes, or those from FROM to TO, both included
second_reader.py text SUBJECT SUBJECT_ID DATA_KEY KEPT        prints the text
"""

import base64
import hashlib
import hmac
import os
import re
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK, TAG, HEADER, FOOTER, RECORD = 65536, 16, 64, 64, 43


def refuse(why):
    sys.exit("refused: " + why)


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def derive(key, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def opened(key, nonce, sealed, additional, what):
    try:
        return AESGCM(key).decrypt(nonce, sealed, additional)
    except InvalidTag:
        refuse(what)


def data_key(master_keys, number, purpose, version, wrapped):
    with open(master_keys, encoding="ascii") as file:
        masters = dict(line.split(":") for line in file.read().split())
    sealed = unbase64(wrapped)
    about = f"polyfoni data key {number} {purpose} {version}".encode("ascii")
    return opened(unbase64(masters[version]), sealed[:12], sealed[12:], about, "data key").hex()


class SealedFilm:
    def __init__(self, path, key):
        folder, name = os.path.split(os.path.abspath(path))
        self.key, self.file_id = key, bytes.fromhex(name)
        key_id = int(re.fullmatch(r"k(\d+)", os.path.basename(folder)).group(1))
        self.file = open(path, "rb")
        size = os.path.getsize(path)
        if size < HEADER + FOOTER:
            refuse("too short")
        footer = self.at(size - FOOTER, FOOTER)
        mark, count, _, self.plain = struct.unpack(">8sI4sQ", footer[:24])
        if mark != b"PFSEALND":
            refuse("footer")
        chunks = -(-self.plain // CHUNK)
        if size != HEADER + self.plain + TAG * chunks + RECORD * count + FOOTER:
            refuse("length")
        table = self.at(size - FOOTER - RECORD * count, RECORD * count)
        self.header = self.at(0, HEADER)
        if self.header != struct.pack(">8sBBB5xQ16s24x", b"PFSEALED", 1, 1, 16, key_id, self.file_id):
            refuse("header")
        table_key = derive(key, b"", b"polyfoni film v1 table" + self.file_id)
        mac = hmac.new(table_key, self.header + table + footer[:32], hashlib.sha256).digest()
        if not hmac.compare_digest(mac, footer[32:]):
            refuse("table")
        self.last = chunks - 1
        self.segments = [struct.unpack(">I32s7s", table[at : at + RECORD]) for at in range(0, len(table), RECORD)]

    def at(self, position, count):
        self.file.seek(position)
        return self.file.read(count)

    def chunk(self, number):
        _, salt, prefix = [one for one in self.segments if one[0] <= number][-1]
        key = derive(self.key, salt, b"polyfoni film v1" + self.file_id)
        nonce = prefix + struct.pack(">IB", number, 1 if number == self.last else 0)
        plain = min(CHUNK, self.plain - number * CHUNK)
        sealed = self.at(HEADER + number * (CHUNK + TAG), plain + TAG)
        return opened(key, nonce, sealed, self.header, f"chunk {number}")

    def read(self, start, end):
        for number in range(start // CHUNK, end // CHUNK + 1):
            piece = self.chunk(number)
            first = number * CHUNK
            yield piece[max(0, start - first) : end + 1 - first]


def text(subject, subject_id, key, kept):
    version, number, sealed = kept.split(":")
    if version != "v1":
        refuse("version")
    about = f"polyfoni text v1 {subject} {subject_id} key {number}".encode("ascii")
    return opened(key, unbase64(sealed)[:12], unbase64(sealed)[12:], about, "text").decode("utf-8")


def main(command, *given):
    if command == "key":
        print(data_key(*given))
    elif command == "film":
        film = SealedFilm(given[0], bytes.fromhex(given[1]))
        start, end = (int(given[2]), int(given[3])) if len(given) > 2 else (0, film.plain - 1)
        for piece in film.read(start, end):
            sys.stdout.buffer.write(piece)
    elif command == "text":
        print(text(given[0], given[1], bytes.fromhex(given[2]), given[3]))


if __name__ == "__main__":
    main(*sys.argv[1:])
