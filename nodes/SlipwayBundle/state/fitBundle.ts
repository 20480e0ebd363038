import { valueAt } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import type { Bundle, BundledWorkflow } from './bundle';
import { WHOLE_PACKAGE } from './packageNames';
import { replacementStep, replacementWorkflow } from './replacements';

/** What of the bundle does not run on the packages that an n8n has. */
export interface Lacking {
	readonly file: string;
	readonly name: string;
	/** `leftOut`: not installed. `replaced`: by a workflow that hands its item back. `partly`: its other steps run. */
	readonly extent: 'leftOut' | 'replaced' | 'partly';
	/** The steps that need what is not there, by the package that they need. */
	readonly steps: ReadonlyArray<{ readonly step: string; readonly needs: string }>;
}

/** One line for a person: what is not there, and what it needs. */
export function describeLacking({ file, extent, steps }: Lacking): string {
	const needs = [...new Set(steps.map((step) => step.needs))].map(
		(name) => `${name} (${steps.flatMap(({ step, needs: of }) => (of === name ? [`"${step}"`] : [])).join(', ')})`,
	);
	return `${file}: ${SAID[extent]}: it needs ${needs.join(' and ')}`;
}

const SAID: Readonly<Record<Lacking['extent'], string>> = {
	leftOut: 'not installed',
	replaced: 'replaced by a workflow that hands its item back with the reason',
	partly: 'installed, with steps that only say what they need',
};

/** The bundle as it is installed on some packages: with their prefixes, and replacements for what they lack. */
export interface FittedBundle {
	readonly bundle: Bundle;
	readonly lacking: readonly Lacking[];
	/** A workflow of that n8n as the bundle's files have it: the whole package's prefix, and no replacements. */
	restore(workflow: BundledWorkflow, content: JsonRecord): JsonRecord;
}

/** No release runs without these nodes. */
const NEEDED_ALWAYS = ['gitHubDeployments', 'gitHubDeployTrigger', 'upstash', 'pagerDutyEvents'];

const OUR_TYPE = /^n8n-nodes-slipway[a-z0-9-]*\./;

/**
 * Fits the bundle to the packages of ours that an n8n has. A step whose package is not there is replaced by one that
 * says so in the step's result field, as a platform that refuses would; where a step without such a field is missing,
 * the workflow that others call is replaced, and one that starts by itself is left out. Raises when no release could run.
 */
export function fitBundle(bundle: Bundle, installed: readonly string[]): FittedBundle {
	if (installed.includes(WHOLE_PACKAGE)) {
		return { bundle, lacking: [], restore: (_workflow, content) => content };
	}
	refuseWithoutTheNeeded(bundle, installed);
	const fitted = bundle.workflows.map((workflow) => fitWorkflow(workflow, bundle, installed));
	return {
		bundle: { ...bundle, workflows: fitted.flatMap(({ workflow }) => workflow ?? []) },
		lacking: fitted.flatMap(({ lacking }) => lacking ?? []),
		restore: (workflow, content) => restored(bundle, workflow, content),
	};
}

interface FittedWorkflow {
	/** Undefined where it is left out. */
	readonly workflow?: BundledWorkflow;
	readonly lacking?: Lacking;
}

function fitWorkflow(workflow: BundledWorkflow, bundle: Bundle, installed: readonly string[]): FittedWorkflow {
	const { file, name, content } = workflow;
	const steps = readRecords(content, 'nodes');
	const missing = steps.flatMap((step) => {
		const needs = packageOf(step, bundle);
		return needs === undefined || installed.includes(needs) ? [] : [{ step, needs, field: resultFieldOf(step) }];
	});
	const lackingTo = (extent: Lacking['extent']): Lacking => ({
		file,
		name,
		extent,
		steps: missing.map(({ step, needs }) => ({ step: readString(step, 'name') ?? '', needs })),
	});
	const trigger = steps.find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
	if (missing.length > 0 && trigger === undefined) return { lacking: lackingTo('leftOut') };
	if (trigger !== undefined && missing.some(({ field }) => field === undefined)) {
		const needs = [...new Set(missing.map((each) => each.needs))];
		const replacement = replacementWorkflow(content, trigger, needs);
		return { workflow: { ...workflow, content: replacement, isReplaced: true }, lacking: lackingTo('replaced') };
	}
	const nodes = steps.map((step) => {
		const { needs, field } = missing.find((each) => each.step === step) ?? {};
		if (needs !== undefined && field !== undefined) return replacementStep(step, field, needs);
		return withPackage(step, packageOf(step, bundle));
	});
	return {
		workflow: { ...workflow, content: { ...content, nodes } },
		...(missing.length > 0 && { lacking: lackingTo('partly') }),
	};
}

/** The package that has a step's node; undefined for nodes that are none of ours. */
function packageOf(step: JsonRecord, bundle: Bundle): string | undefined {
	const node = nodeOfOurs(step);
	return node === undefined ? undefined : (bundle.packages.get(node) ?? WHOLE_PACKAGE);
}

function refuseWithoutTheNeeded(bundle: Bundle, installed: readonly string[]): void {
	const needed = [...new Set(NEEDED_ALWAYS.map((node) => bundle.packages.get(node) ?? WHOLE_PACKAGE))];
	const absent = needed.filter((name) => !installed.includes(name));
	if (absent.length === 0) return;
	throw new Error(
		`No release can run without ${absent.join(' and ')}, and this n8n has only ${installed.join(', ') || 'none of our packages'}. Install ${absent.length === 1 ? 'it' : 'them'} there, then run this again.`,
	);
}

/** What replaced a step is the file's step again, where the person put it; all other steps of ours get the prefix. */
function restored(bundle: Bundle, { id }: BundledWorkflow, content: JsonRecord): JsonRecord {
	const original = bundle.workflows.find((workflow) => workflow.id === id);
	const steps = new Map(readRecords(original?.content ?? {}, 'nodes').map((step) => [step.id, step]));
	const nodes = readRecords(content, 'nodes').map((step) => {
		const before = steps.get(step.id);
		const isReplaced = before !== undefined && nodeOfOurs(before) !== undefined && nodeOfOurs(step) === undefined;
		return isReplaced ? { ...before, name: step.name, position: step.position } : withPackage(step, WHOLE_PACKAGE);
	});
	return { ...content, nodes };
}

function withPackage(step: JsonRecord, packageName: string | undefined): JsonRecord {
	const node = nodeOfOurs(step);
	return node === undefined || packageName === undefined ? step : { ...step, type: `${packageName}.${node}` };
}

/** The name of a node of ours, whatever package it comes from; undefined for anybody else's. */
function nodeOfOurs(step: JsonRecord): string | undefined {
	const type = readString(step, 'type') ?? '';
	return OUR_TYPE.test(type) ? type.replace(OUR_TYPE, '') : undefined;
}

function resultFieldOf(step: JsonRecord): string | undefined {
	const field = valueAt(step, 'parameters', 'putResultInField');
	return typeof field === 'string' && field !== '' && !field.startsWith('=') ? field : undefined;
}
