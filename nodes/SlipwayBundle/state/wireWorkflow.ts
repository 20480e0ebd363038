import { isRecord } from '../../deployment/values/jsonFields';
import { readRecords } from '../../deployment/values/jsonRecords';
import type { RemoteCredential, RemoteDataTable, RemoteWorkflow, WorkflowBody } from '../api/types';
import type { Advice } from './advice';
import type { Bundle, BundledWorkflow } from './bundle';
import { portableSettings } from './canonical';
import { type Choices, choicesOf, mergeChoices, setChoices } from './choices';
import { instanceIds } from './instanceIds';
import type { LastPush } from './lastPush';
import { toInstance } from './rewire';
import { withWebhookIdsOf } from './webhookIds';

/** What is to be in one n8n for a workflow of the bundle. */
export interface WiredWorkflow {
	readonly body: WorkflowBody;
	/** What the file chooses, whatever a person chose over it. */
	readonly fileChoices: Choices;
	/** What stays as a person chose it there. */
	readonly kept: readonly string[];
	/** One sentence per reference that nothing in this n8n answers to. */
	readonly missing: readonly string[];
}

export interface WiringOptions {
	readonly bundle: Bundle;
	/** By portable id. */
	readonly remotes: ReadonlyMap<string, RemoteWorkflow>;
	readonly dataTables: readonly RemoteDataTable[];
	readonly credentials: readonly RemoteCredential[];
	/** Credential role -> the id the user asked for. */
	readonly chosen: ReadonlyMap<string, string>;
	readonly advice: Advice;
}

/** Puts that n8n's ids, and what a person chose there, into a workflow of the bundle. */
export function wireWorkflow(
	workflow: BundledWorkflow,
	lastPush: LastPush | undefined,
	options: WiringOptions,
): WiredWorkflow {
	const remote = options.remotes.get(workflow.id);
	const { missing, ...wired } = toInstance(
		workflow.content,
		portableSettings(workflow.content.settings),
		instanceIds({ ...options, current: remote }),
	);
	const merged = remote
		? mergeChoices(wired, { nodes: remote.nodes, settings: portableSettings(remote.raw.settings) }, lastPush?.choices)
		: { choices: choicesOf(wired), kept: [] };
	const { nodes, settings } = setChoices(wired, merged.choices);
	const name = chosenName(workflow, remote, lastPush);
	const nodeGroups = readRecords(workflow.content, 'nodeGroups');
	return {
		body: {
			name,
			nodes: withWebhookIdsOf(remote?.nodes ?? [], nodes),
			connections: isRecord(workflow.content.connections) ? workflow.content.connections : {},
			settings,
			...(nodeGroups.length > 0 ? { nodeGroups } : {}),
		},
		fileChoices: choicesOf(wired),
		kept: name === workflow.name ? merged.kept : [...merged.kept, `its name, "${name}"`],
		missing,
	};
}

/** The file's name, unless a person gave it another one since the last push. */
function chosenName(
	workflow: BundledWorkflow,
	remote: RemoteWorkflow | undefined,
	lastPush: LastPush | undefined,
): string {
	return remote === undefined || remote.name === lastPush?.name ? workflow.name : remote.name;
}
