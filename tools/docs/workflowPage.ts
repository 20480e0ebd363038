import { type JsonRecord, readPath, readRecords } from '../json';
import type { BundledWorkflow } from '../workflows/bundle';
import { withMadePart } from './marked';
import type { DescribedNode } from './operations';
import { credentialsOf, isNote, type Step, stepsOf, tableOf } from './steps';

/** The page of a workflow with the part between its marks made anew from the bundle. Raises when it has no marks. */
export function withWorkflow(
	page: string,
	workflow: BundledWorkflow,
	bundle: readonly BundledWorkflow[],
	nodes: readonly DescribedNode[],
): string {
	const steps = stepsOf(workflow.content, nodes);
	const made = [
		factsTable(workflow, steps, bundle),
		'### Its steps',
		stepsTable(steps, bundle),
		'### The notes on its canvas',
		...notesOf(workflow.content),
	].join('\n\n');
	return withMadePart(page, made, workflow.name);
}

export const stemOf = ({ file }: BundledWorkflow): string => file.replace(/\.json$/, '');

/** "02 Release a branch" of "Slipway 02: Release a branch". */
export const titleOf = ({ name }: BundledWorkflow): string => name.replace(/^Slipway (\d+): /, '$1 ');

const linkTo = (workflow: BundledWorkflow): string => `[${titleOf(workflow)}](${stemOf(workflow)}.md)`;

function factsTable(workflow: BundledWorkflow, steps: readonly Step[], bundle: readonly BundledWorkflow[]): string {
	const others = bundle.filter(({ id }) => id !== workflow.id);
	const calls = new Set(steps.flatMap((step) => calledBy(step, bundle)));
	const callers = others.filter(({ content }) => readRecords(content, 'nodes').some((raw) => names(raw, workflow.id)));
	const tables = new Set(steps.flatMap(({ raw }) => tableOf(raw) ?? []));
	const credentials = new Set(steps.flatMap(({ raw }) => credentialsOf(raw)));
	const errorWorkflow = readPath(workflow.content, 'settings', 'errorWorkflow');
	const rows: Array<readonly [string, string]> = [
		['starts with', steps[0] ? `*${steps[0].name}* (${steps[0].node})` : ''],
		['called by', callers.map(linkTo).join(', ')],
		['calls', [...calls].map((called) => (called.id === workflow.id ? 'itself' : linkTo(called))).join(', ')],
		['Data Tables', [...tables].map((table) => `\`${table}\``).join(', ')],
		['credentials', [...credentials].join(', ')],
		['published by the installer', workflow.publish ? 'yes' : 'no'],
		[
			'when it dies',
			bundle
				.filter(({ id }) => id === errorWorkflow)
				.map(linkTo)
				.join(),
		],
	];
	return ['| | |', '|---|---|', ...rows.filter(([, is]) => is !== '').map(([what, is]) => `| ${what} | ${is} |`)].join(
		'\n',
	);
}

/** Whether the step names the workflow with this id: as what it calls, or in a list. */
function names(raw: JsonRecord, id: string): boolean {
	return JSON.stringify(raw.parameters ?? {}).includes(id);
}

function calledBy({ raw }: Step, bundle: readonly BundledWorkflow[]): BundledWorkflow[] {
	return bundle.filter(({ id }) => names(raw, id));
}

function stepsTable(steps: readonly Step[], bundle: readonly BundledWorkflow[]): string {
	const lines = steps.map((step, index) => {
		const called = calledBy(step, bundle).map(linkTo).join(', ');
		const waits = readPath(step.raw, 'parameters', 'options', 'waitForSubWorkflow') !== false;
		const calls = called === '' ? '' : waits ? `calls ${called}` : `starts ${called} and does not wait`;
		const does = [step.node, step.does].filter((part) => part !== '').join(', ');
		return `| ${index + 1} | ${step.name} | ${does}${calls === '' ? '' : `: ${calls}`} |`;
	});
	return ['| | step | what it does |', '|---|---|---|', ...lines].join('\n');
}

/** The notes on the canvas, from left to right: their heading, and their text after it. */
function notesOf(workflow: JsonRecord): string[] {
	const notes = readRecords(workflow, 'nodes').filter(isNote);
	const place = ({ position }: JsonRecord): number => Number(Array.isArray(position) ? position[0] : 0);
	return notes
		.sort((one, other) => place(one) - place(other))
		.map((note) => readPath(note, 'parameters', 'content'))
		.flatMap((text) => (typeof text === 'string' ? text.trim().replace(/^## (.+?)([?.]?)\n/, asSentence) : []));
}

const asSentence = (_: string, heading: string, end: string): string => `**${heading}${end || '.'}** `;

/** The index with one line for each workflow: its page, and the first paragraph of that. */
export function withWorkflowList(
	index: string,
	bundle: readonly BundledWorkflow[],
	pageOf: (workflow: BundledWorkflow) => string,
): string {
	const lines = bundle.map((workflow) => {
		const [, purpose = ''] = /^# .+\n\n([^\n]+)/.exec(pageOf(workflow)) ?? [];
		return `| ${linkTo(workflow)} | ${purpose} |`;
	});
	return withMadePart(index, ['| workflow | what it is for |', '|---|---|', ...lines].join('\n'), 'the workflows');
}
