import { elements } from './elements.js';
import { levels } from './levels.js';
import type { Rubric } from './rubric.js';

/** P-12, version 1: our own rubric on the twelve key elements (after the headings of Olson, Seikkula and Ziedonis 2014). */
export const p12: Rubric = { id: 'P-12 v1', levels, elements };

export const elementOf = (number: number) => p12.elements[number - 1];
