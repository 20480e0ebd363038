import { stringAt } from '../ledger/record';
import { valueAt } from '../values/jsonFields';
import { type FormPage, readFormPage } from './formPage';
import { type Hand, type HandService, readHand } from './hand';

/** Which rows of the ledger are needed: of these services, on this target, or of this repository. */
export interface LedgerQuestion {
	readonly service: string;
	readonly target: string;
	readonly repository: string;
}

const nextSteps = ['ask', 'look', 'plan', 'change', 'show', 'end'] as const;

export type NextStep = (typeof nextSteps)[number];

/** Where a person's change stands after a page. */
export interface HandStep {
	readonly hand: Hand;
	/**
	 * `ask` shows `page` and goes on with its answers; `look` asks ledger and platforms first; `plan` goes on without
	 * a question; `change` does it; `show` makes the plan of a release; `end` shows `page` and is over.
	 */
	readonly next: NextStep;
	readonly page: FormPage | null;
	readonly find: LedgerQuestion;
	/** Of `show`: whose plan. */
	readonly repository: string;
	readonly branch: string;
}

const nowhere: LedgerQuestion = { service: '', target: '', repository: '' };

export function step(hand: Hand, next: NextStep, page: FormPage | null = null): HandStep {
	return { hand, next, page, find: nowhere, repository: '', branch: '' };
}

/** A look at the ledger and the platforms. */
export function look(hand: Hand, find: Partial<LedgerQuestion>): HandStep {
	return { ...step(hand, 'look'), find: { ...nowhere, ...find } };
}

/** The same, as an item carries it; null when it is none. */
export function readHandStep(value: unknown): HandStep | null {
	const hand = readHand(valueAt(value, 'hand'));
	const next = nextSteps.find((known) => known === valueAt(value, 'next'));
	if (hand === null || next === undefined) return null;
	return {
		hand,
		next,
		page: readFormPage(valueAt(value, 'page')),
		find: {
			service: stringAt(value, 'find', 'service'),
			target: stringAt(value, 'find', 'target'),
			repository: stringAt(value, 'find', 'repository'),
		},
		repository: stringAt(value, 'repository'),
		branch: stringAt(value, 'branch'),
	};
}

/** A service as an item for its platform and for the roll back. */
export function serviceItem(service: HandService): Record<string, unknown> {
	const { settings, catalogRowId, ...named } = service;
	return { ...settings, ...named, catalogRowId };
}
