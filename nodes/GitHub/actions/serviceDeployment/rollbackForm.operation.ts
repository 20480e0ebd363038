import type { IDataObject } from 'n8n-workflow';

import { type ChangeRun, confirmedItems, decidedItems, withHoldResult } from '../../../deployment/byHand/changeStep';
import { type HandStep, readHandStep } from '../../../deployment/byHand/handStep';
import { type HandRows, pageAfterLook, servicesToAsk, takeUpAnswers } from '../../../deployment/byHand/prepareStep';
import { releasePlanPage } from '../../../deployment/byHand/releasePlanPage';
import { resultPage } from '../../../deployment/byHand/resultPage';
import { stringAt } from '../../../deployment/ledger/record';
import { isRecord, valueAt } from '../../../deployment/values/jsonFields';
import { choiceField, jsonField, option } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { rowsField } from '../../fields/ledgerRows';

const stage = choiceField('Stage', 'stage', [
	option('Answers', 'answers', 'Take up the answers of a page, and say what comes next'),
	option('Services', 'services', 'List the services whose platforms are asked'),
	option('Page', 'page', 'Make the next page from what the platforms answered'),
	option('Confirmation', 'confirmation', 'Take up what was confirmed, as the services to be changed'),
	option('Decision', 'decision', 'Decide whether what was confirmed is still what was shown'),
	option('Hold', 'hold', 'Note whether the holds were written'),
	option('Result', 'result', 'Make the last page'),
	option('Release Plan', 'releasePlan', 'Make the page that shows what a release would do'),
]);

function shownFor(...stages: string[]): { displayOptions: { show: { stage: string[] } } } {
	return { displayOptions: { show: { stage: stages } } };
}

const item = jsonField('Item', 'item', '={{ $json }}', {
	description: 'The answers of the page with step, hand and notice; after Answers, what that stage gave',
	...shownFor('answers', 'services', 'page', 'confirmation'),
});
const items = rowsField('Items', 'items', 'The services, as the step before handed them on', {
	...shownFor('page', 'decision', 'hold', 'result', 'releasePlan'),
});
const catalogRows = rowsField('Catalog Rows', 'catalogRows', 'The rows of the table slipway_services', {
	...shownFor('answers', 'services', 'hold'),
});
const releaseRows = rowsField('Release Rows', 'releaseRows', 'The newest rows of the table slipway_releases', {
	...shownFor('answers', 'page'),
});
const ledgerRows = rowsField('Ledger Rows', 'ledgerRows', 'The rows of the table slipway_deployments, newest first', {
	...shownFor('services', 'page'),
});

export const rollbackForm: Operation = {
	value: 'rollbackForm',
	name: 'Rollback Form',
	action: 'Make the pages of the form that rolls back by hand',
	description:
		'Take a person from page to page of the form that rolls back, holds and lifts, and say what is to be done',
	properties: [stage, item, items, catalogRows, releaseRows, ledgerRows],
	async execute(context) {
		switch (stage.read(context)) {
			case 'answers':
				return { ...takenUp(context) };
			case 'services':
				return servicesToAsk(stepIn(context), isPlan(context), rowsIn(context, 'catalog', 'ledger')) as IDataObject[];
			case 'page':
				return { ...pageMade(context) };
			case 'confirmation':
				return confirmedItems(item.read(context), runOf(context)) as IDataObject[];
			case 'decision':
				return decidedItems(recordsIn(context), runOf(context)) as IDataObject[];
			case 'hold':
				return withHoldResult(recordsIn(context), catalogRows.read(context)) as IDataObject[];
			case 'result':
				return resultItem(context);
			case 'releasePlan':
				return {
					next: 'end',
					page: { ...releasePlanPage(items.read(context)) },
					services: recordsIn(context) as IDataObject[],
				};
		}
	},
};

/** With what the next stages need besides: under which step the page is made, and what it says first. */
function takenUp(context: OperationContext): HandStep & { readonly step: string; readonly notice: string } {
	const answers = item.read(context);
	const taken = takeUpAnswers(answers, rowsIn(context, 'catalog', 'releases'), clock.now());
	return { ...taken, step: stringAt(answers, 'step'), notice: stringAt(answers, 'notice') };
}

function pageMade(context: OperationContext): HandStep {
	const notice = stringAt(item.read(context), 'notice');
	const rows = rowsIn(context, 'ledger', 'releases');
	return pageAfterLook(items.read(context), stepIn(context), isPlan(context), notice, rows, clock.now());
}

/** The last page; or what has to be shown anew. */
function resultItem(context: OperationContext): IDataObject {
	const ended = items.read(context);
	const [first] = ended;
	if (isRecord(first) && first.next === 'again') return first as IDataObject;
	return { next: 'end', page: { ...resultPage(ended) } };
}

/** What *Answers* gave. */
function stepIn(context: OperationContext): HandStep {
	const taken = readHandStep(item.read(context));
	if (taken !== null) return taken;
	throw new ConfigurationError('Item is not what the stage Answers gave', 'Hand over the item of that step');
}

function isPlan(context: OperationContext): boolean {
	return valueAt(item.read(context), 'step') === 'plan';
}

function recordsIn(context: OperationContext): Array<Record<string, unknown>> {
	return items.read(context).filter(isRecord);
}

function rowsIn(context: OperationContext, ...names: ReadonlyArray<keyof HandRows>): HandRows {
	const rows = (name: keyof HandRows, from: typeof catalogRows): unknown[] =>
		names.includes(name) ? from.read(context) : [];
	return {
		catalog: rows('catalog', catalogRows),
		releases: rows('releases', releaseRows),
		ledger: rows('ledger', ledgerRows),
	};
}

function runOf({ functions }: OperationContext): ChangeRun {
	return { executionId: functions.getExecutionId(), nowIso: new Date(clock.now()).toISOString() };
}
