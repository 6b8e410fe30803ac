import type { ProgrammeVersion } from '../../store/programme.js';
import type { MunicipalityName } from '../../store/municipality.js';
import { typedList, typedText, type Typed } from '../../web/forms.js';
import type { Language } from '../../web/language.js';

export interface Choice {
  value: string;
  label: string;
}

export function cohortFormView(lang: Language, typed: Typed, programmes: ProgrammeVersion[], municipalities: MunicipalityName[]) {
  const options: Choice[] = programmes.map(({ id, body }) => ({ value: String(id), label: body.title[lang] }));
  return {
    name: typedText(typed, 'name'),
    programme: typedText(typed, 'programme') || (options[0]?.value ?? ''),
    programmes: options,
    startsOn: typedText(typed, 'startsOn'),
    endsOn: typedText(typed, 'endsOn'),
    municipalities: municipalities.map(({ id, name }): Choice => ({ value: String(id), label: name })),
    chosen: typedList(typed, 'municipalities'),
  };
}
