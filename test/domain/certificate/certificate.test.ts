import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { check, formatCode, parseCode, serialOf } from '../../../src/domain/certificate/certificate.js';

const printed = { namePrinted: 'Charlotte Øllgaard', withdrawnAt: null, expiresOn: null };
const today = '2026-09-30';

describe('the public check', () => {
  test.each(['Charlotte Øllgaard', '  charlotte   ØLLGAARD ', 'Charlotte\u00a0Øllgaard', 'Charlotte Øllgaard'.normalize('NFD')])(
    '«%s» is the name as printed',
    (typed) => expect(check(printed, typed, today)).toBe('valid'),
  );
  test.each(['Charlotte Ollgaard', 'C. Øllgaard', 'Charlotte', '', '   '])('«%s» is unknown, as an unknown code is', (typed) =>
    expect(check(printed, typed, today)).toBe(check(null, 'Charlotte Øllgaard', today)),
  );
  test('a wrong name learns nothing of a withdrawn certificate', () => {
    const withdrawn = { ...printed, withdrawnAt: '2026-08-01T10:00:00.000Z' };
    expect(check(withdrawn, 'Charlotte Øllgaard', today)).toBe('withdrawn');
    expect(check(withdrawn, 'Anden Person', today)).toBe('unknown');
  });
  test('is expired from the day it says, and never without one', () => {
    expect(check({ ...printed, expiresOn: '2026-09-30' }, 'Charlotte Øllgaard', today)).toBe('expired');
    expect(check({ ...printed, expiresOn: '2026-10-01' }, 'Charlotte Øllgaard', today)).toBe('valid');
    expect(check(printed, 'Charlotte Øllgaard', '2099-01-01')).toBe('valid');
  });
});

describe('the code', () => {
  const random = fc.uint8Array({ minLength: 16, maxLength: 16 });
  test('two different random numbers never give the same code', () => {
    fc.assert(
      fc.property(random, random, (a, b) => {
        expect(formatCode(a) === formatCode(b)).toBe(a.every((byte, index) => byte === b[index]));
      }),
    );
  });
  test('can be typed in small letters and without hyphens', () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const code = formatCode(bytes);
        expect(parseCode(code.toLowerCase().replaceAll('-', ' '))).toBe(code);
      }),
    );
  });
  test('holds no letter that looks like a digit', () => {
    fc.assert(fc.property(random, (bytes) => expect(formatCode(bytes)).not.toMatch(/[IO01]/)));
  });
  test('takes 128 bits, neither more nor less', () => expect(() => formatCode(new Uint8Array(15))).toThrow(RangeError));
  test.each(['', 'ABCDE', 'ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-I', 'æbcde'])('«%s» is no code', (typed) => expect(parseCode(typed)).toBeNull());
});

test('the number carries the year of issue', () => expect(serialOf('2026-06-09', 412)).toBe('PF-2026-0412'));
