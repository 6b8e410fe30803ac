import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ejs from 'ejs';
import { Linter } from 'eslint';
import { root } from '../../src/web/root.js';

const views = readdirSync(path.join(root, 'views'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('views', () => {
  test('are EJS files named in kebab-case', () => {
    expect(views.filter((file) => !/^views\/[a-z-]+\/[a-z0-9-]+\.ejs$/.test(file))).toEqual([]);
  });

  test('stay under 150 lines', () => {
    expect(views.filter((file) => textOf(file).split('\n').length > 151)).toEqual([]);
  });

  test('hold nothing inline: no style attribute, no script text, no event attribute', () => {
    const inline = /\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:/i;
    expect(views.filter((file) => inline.test(textOf(file)))).toEqual([]);
  });

  test('never see a role', () => {
    expect(
      views.filter((file) =>
        /\b(viewer|person)\.roles\b|['"](supervisor|coordinator|administrator|trainee|manager)['"]\s*(===|==|\))/.test(textOf(file)),
      ),
    ).toEqual([]);
  });

  test('fetch nothing from another host', () => {
    expect(views.filter((file) => /(src|srcset|action|poster|data)\s*=\s*["']https?:|<link[^>]*https?:/i.test(textOf(file)))).toEqual([]);
  });

  test('include parts that exist, named from the root', () => {
    const broken = views.flatMap((file) =>
      [...textOf(file).matchAll(/include\((.)([^'"`,)]*)/g)]
        .map(([, quote, part]) => (quote === "'" && views.includes(`views${part}.ejs`) ? null : `${file}: ${part}`))
        .filter((one) => one !== null),
    );
    expect(broken).toEqual([]);
  });

  test('read no name they have not taken from locals: names are not looked up when a page is drawn', () => {
    const linter = new Linter();
    const unknown = views.flatMap((file) => {
      const template = new ejs.Template(textOf(file), { _with: false, compileDebug: false });
      template.compile();
      const written = `(function (locals, escapeFn, include) {${template.source}});`;
      const languageOptions = { sourceType: 'script' as const, globals: { String: false, URLSearchParams: false } };
      return linter.verify(written, { languageOptions, rules: { 'no-undef': 'error' } }).map(({ message }) => `${file}: ${message}`);
    });
    expect(unknown).toEqual([]);
  });

  test('write raw markup only where it is ours', () => {
    const raw = views.flatMap((file) =>
      [...textOf(file).matchAll(/<%-(?!\s*include\()\s*([^%]*?)\s*-?%>/g)].map((match) => `${file}: ${match[1]!.trim()}`),
    );
    expect(raw.filter((one) => !/: ((locals\.)?body|[\w.]*[hH]tml)$/.test(one))).toEqual([]);
  });
});
