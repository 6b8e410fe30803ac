import path from 'node:path';
import type PDFDocument from 'pdfkit';
import type { Language } from '../../web/language.js';
import { root } from '../../web/root.js';

export interface Report {
  lang: Language;
  file: string;
  title: string;
  period: string;
  lead: string;
  people: { title: string; head: string[]; rows: string[][]; empty: string };
  sums: { title: string; rows: { term: string; text: string }[]; note: string };
  help: { title: string; rows: { term: string; text: string }[] };
  notes: string[];
  /** `page` holds {{page}} and {{pages}}. */
  foot: { left: string; page: string };
}

type Doc = InstanceType<typeof PDFDocument>;
type Part = ReturnType<Doc['struct']>;

const font = (cut: string) => path.join(root, 'public', 'built', 'fonts', `IBMPlexSans-${cut}.ttf`);
const margin = 48;
const ink = '#23211C';
const quiet = '#57524A';
const line = '#857B69';
const size = { h1: 22, h2: 14, text: 10.5, cell: 9, foot: 8.5 };

interface Pen {
  doc: Doc;
  body: Part;
  left: number;
  width: number;
  bottom: number;
}

/** Adds a tagged piece: what a screen reader is told it is, and how it is drawn. */
const piece = ({ doc, body }: Pen, tag: string, draw: () => void): void => {
  body.add(doc.struct(tag, {}, draw));
};

const room = ({ doc, bottom }: Pen, height: number): void => {
  if (doc.y + height > bottom) doc.addPage();
};

function heading(pen: Pen, tag: 'H1' | 'H2', text: string): void {
  const { doc, left, width } = pen;
  if (tag === 'H2') doc.y += 22;
  room(pen, 60);
  piece(pen, tag, () =>
    doc
      .font('strong')
      .fontSize(size[tag === 'H1' ? 'h1' : 'h2'])
      .fillColor(ink)
      .text(text, left, doc.y, { width }),
  );
  doc.y += 4;
}

function paragraph(pen: Pen, text: string, options: { strong?: boolean; quiet?: boolean } = {}): void {
  const { doc, left, width } = pen;
  const wide = Math.min(width, 560);
  doc.font(options.strong ? 'strong' : 'plain').fontSize(size.text);
  room(pen, doc.heightOfString(text, { width: wide }));
  piece(pen, 'P', () => doc.fillColor(options.quiet ? quiet : ink).text(text, left, doc.y, { width: wide, lineGap: 2 }));
  doc.y += 4;
}

const pad = 5;

/** Each column is as wide as its longest word; the first takes what the others leave. */
function widthsFor({ doc, width }: Pen, rows: string[][]): number[] {
  doc.font('strong').fontSize(size.cell);
  const longest = (at: number) => Math.max(...rows.flatMap((cells) => cells[at]!.split(/\s+/).map((word) => doc.widthOfString(word))));
  const others = rows[0]!.slice(1).map((_, at) => Math.max(58, longest(at + 1) + 3 * pad));
  return [width - others.reduce((sum, one) => sum + one, 0), ...others];
}

const fontOf = (head: boolean, at: number) => (head || at === 0 ? 'strong' : 'plain');

function rowHeight({ doc }: Pen, cells: string[], widths: number[], head: boolean): number {
  return (
    Math.max(
      ...cells.map((cell, at) =>
        doc
          .font(fontOf(head, at))
          .fontSize(size.cell)
          .heightOfString(cell, { width: widths[at]! - pad }),
      ),
    ) +
    2 * pad
  );
}

/** A rule is decoration: it is marked so that nothing reads it out. */
function rule({ doc, left, width }: Pen, y: number, strong: boolean): void {
  doc.markContent('Artifact', { type: 'Layout' });
  doc
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(strong ? 1 : 0.5)
    .strokeColor(strong ? ink : line)
    .stroke();
  doc.endMarkedContent();
}

function tableRow(pen: Pen, table: Part, cells: string[], widths: number[], head: boolean): void {
  const { doc, left } = pen;
  const height = rowHeight(pen, cells, widths, head);
  const top = doc.y;
  const row = doc.struct('TR');
  let x = left;
  cells.forEach((cell, at) => {
    const [cellX, width] = [x, widths[at]! - pad];
    x += widths[at]!;
    row.add(
      doc.struct(head || at === 0 ? 'TH' : 'TD', {}, () =>
        doc
          .font(fontOf(head, at))
          .fontSize(size.cell)
          .fillColor(ink)
          .text(cell, cellX, top + pad, { width, lineGap: 0 }),
      ),
    );
  });
  row.end();
  table.add(row);
  doc.y = top + height;
  rule(pen, doc.y, head);
}

/** The head comes again on every page. */
function peopleTable(pen: Pen, { head, rows, empty }: Report['people']): void {
  if (rows.length === 0) return paragraph(pen, empty);
  const widths = widthsFor(pen, [head, ...rows]);
  const table = pen.doc.struct('Table');
  // A cell is written when its part of the document is joined to the whole: joined late, every row would be written on the last page.
  pen.body.add(table);
  tableRow(pen, table, head, widths, true);
  for (const cells of rows) {
    if (pen.doc.y + rowHeight(pen, cells, widths, false) > pen.bottom) {
      pen.doc.addPage();
      tableRow(pen, table, head, widths, true);
    }
    tableRow(pen, table, cells, widths, false);
  }
  table.end();
  pen.doc.x = pen.left;
}

function pairs(pen: Pen, rows: { term: string; text: string }[]): void {
  for (const { term, text } of rows) paragraph(pen, `${term.replace(/:$/, '')}: ${text}`);
}

/** The foot of every page, told to nobody who listens: where it comes from and which page it is. */
function feet(pen: Pen, { foot }: Report): void {
  const { doc, left, width } = pen;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    const y = doc.page.height - margin + 12;
    const number = foot.page.replace('{{page}}', String(page + 1)).replace('{{pages}}', String(count));
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.page.margins.bottom = 0;
    doc.font('plain').fontSize(size.foot).fillColor(quiet);
    doc.text(foot.left, left, y, { width: width / 2, lineBreak: false });
    doc.text(number, left + width / 2, y, { width: width / 2, align: 'right', lineBreak: false });
    doc.endMarkedContent();
  }
}

/** The metadata of PDF/UA, which the types of the library do not know yet. */
const universal: object = { subset: 'PDF/UA' };

async function openDocument({ lang, title, period }: Report): Promise<Doc> {
  // Half a megabyte of program that nothing else needs.
  const { default: Document } = await import('pdfkit');
  const doc = new Document({
    size: 'A4',
    layout: 'landscape',
    margin,
    pdfVersion: '1.7',
    tagged: true,
    ...universal,
    lang: lang === 'da' ? 'da-DK' : 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: { Title: `${title}, ${period}`, Author: 'Polyfoni' },
  });
  doc.registerFont('plain', font('Regular'));
  doc.registerFont('strong', font('SemiBold'));
  return doc;
}

/** A tagged PDF that reads in order. */
export async function drawReport(report: Report): Promise<Buffer> {
  const doc = await openDocument(report);
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  const body = doc.struct('Document');
  doc.addStructure(body);
  const pen: Pen = { doc, body, left: margin, width: doc.page.width - 2 * margin, bottom: doc.page.height - margin - 8 };
  heading(pen, 'H1', report.title);
  paragraph(pen, report.period, { strong: true });
  paragraph(pen, report.lead);
  heading(pen, 'H2', report.people.title);
  peopleTable(pen, report.people);
  heading(pen, 'H2', report.sums.title);
  pairs(pen, report.sums.rows);
  paragraph(pen, report.sums.note, { quiet: true });
  if (report.help.rows.length > 0) {
    heading(pen, 'H2', report.help.title);
    pairs(pen, report.help.rows);
  }
  doc.y += 10;
  for (const note of report.notes) paragraph(pen, note, { quiet: true });
  body.end();
  feet(pen, report);
  doc.end();
  return whole;
}
