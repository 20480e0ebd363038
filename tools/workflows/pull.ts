import { withoutGivenWebhookIds } from '../../nodes/SlipwayBundle/state/webhookIds';
import { isRecord, readRecords, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import { N8nApiError, type RemoteWorkflow } from '../../nodes/SlipwayBundle/api/types';
import { type Bundle, type BundledWorkflow, type BundleFolder, writeBundledWorkflow } from './bundle';
import { canonicalText, portableSettings } from '../../nodes/SlipwayBundle/state/canonical';
import { choicesOf, withFileChoices } from '../../nodes/SlipwayBundle/state/choices';
import type { FittedBundle } from '../../nodes/SlipwayBundle/state/fitBundle';
import { findAll } from '../../nodes/SlipwayBundle/changes/findAll';
import { dataTableIds, workflowIds } from '../../nodes/SlipwayBundle/state/instanceIds';
import { openLastPushes } from '../../nodes/SlipwayBundle/changes/lastPushes';
import { fileFingerprint, fingerprint, type LastPush } from '../../nodes/SlipwayBundle/state/lastPush';
import { credentialSlots, type CredentialSlot, toPortable } from '../../nodes/SlipwayBundle/state/rewire';

export interface PulledWorkflow {
	readonly file: string;
	readonly name: string;
	/** `conflict`: the file was changed as well since the last push, and was left. */
	readonly change: 'written' | 'unchanged' | 'absent' | 'conflict';
}

export interface PullOptions {
	readonly api: PublicApi;
	/** As it is installed there (fitBundle.ts). */
	readonly bundle: BundleFolder;
	/** Makes what is there what the files have, where they differ by the packages that are there. */
	readonly restore?: FittedBundle['restore'];
	readonly only?: string;
	/** Overwrites files that were changed since the last push. */
	readonly force?: boolean;
	readonly onEvent?: (text: string) => void;
}

/**
 * Brings edits made in n8n's editor back into the bundle's files, in canonical form: portable ids, no credential ids,
 * nothing of the instance, and none of its choices (choices.ts). The draft is what is pulled, as the editor shows it.
 * What is pulled counts as the last push, so that pushing it again overwrites nothing unseen.
 */
export async function pullBundle(options: PullOptions): Promise<PulledWorkflow[]> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const restore = options.restore ?? ((_workflow, content) => content);
	const lastPushes = await openLastPushes(api);
	const { remotes } = findAll(bundle, await api.listWorkflows(), lastPushes);
	const tables = bundle.dataTables.size === 0 ? [] : await api.listDataTables();
	const ids = {
		workflows: workflowIds(bundle, remotes),
		dataTables: dataTableIds(bundle, tables),
	};
	const pulled: PulledWorkflow[] = [];
	for (const workflow of bundle.workflows) {
		if (options.only !== undefined && ![workflow.id, workflow.name, workflow.file].includes(options.only)) {
			continue;
		}
		const { file, name } = workflow;
		if (workflow.isReplaced === true) {
			say(`${file}: another one stands in its place in this n8n, file left as it is`);
			pulled.push({ file, name, change: 'unchanged' });
			continue;
		}
		const remote = remotes.get(workflow.id);
		if (!remote) {
			say(`${file}: "${name}" is not in this n8n, file left as it is`);
			pulled.push({ file, name, change: 'absent' });
			continue;
		}
		const lastPush = lastPushes.get(workflow.id);
		const { content, left } = pullable(workflow, remote, bundle, ids);
		const change = decide(workflow, content, remote, lastPush, options.force === true);
		if (change === 'written') await writeBundledWorkflow(bundle.folder, file, restore(workflow, content));
		say(`${file}: ${SAID[change]}${left.length > 0 ? `\n             stays with that n8n: ${left.join(', ')}` : ''}`);
		pulled.push({ file, name, change: change === 'fileIsNewer' ? 'unchanged' : change });
		if (change === 'conflict' || change === 'fileIsNewer') continue;
		try {
			await lastPushes.write(workflow.id, {
				workflowId: remote.id,
				name: lastPush?.name ?? name,
				content: fingerprint(remote),
				file: fileFingerprint(content),
				choices: lastPush ? lastPush.choices : choicesOf(wiredOf(workflow)),
				isPublished: lastPush?.isPublished ?? true,
			});
		} catch (error) {
			if (!(error instanceof N8nApiError) || error.status === undefined) throw error;
			say(`${file}: n8n did not take the note of it, so the next push will ask for --force. ${error.message}`);
		}
	}
	if (pulled.length === 0) throw new Error(`--only ${options.only ?? ''}: the bundle has no such workflow.`);
	return pulled;
}

type Decision = 'written' | 'unchanged' | 'conflict' | 'fileIsNewer';

const SAID: Readonly<Record<Decision, string>> = {
	written: 'written',
	unchanged: 'no change',
	fileIsNewer: 'nobody edited it there since the last push; what you changed in the file stays',
	conflict:
		"NOT written: it was edited in n8n, and the file was changed as well since the last push. Put your change aside (git stash) and pull again, or take n8n's with --force",
};

function decide(
	workflow: BundledWorkflow,
	content: BundledWorkflow['content'],
	remote: RemoteWorkflow,
	lastPush: LastPush | undefined,
	isForced: boolean,
): Decision {
	if (canonicalText(content) === canonicalText(workflow.content)) return 'unchanged';
	if (isForced || lastPush === undefined || lastPush.workflowId !== remote.id) return 'written';
	if (fileFingerprint(workflow.content) === lastPush.file) return 'written';
	return fingerprint(remote) === lastPush.content ? 'fileIsNewer' : 'conflict';
}

/** What the file should say after the edits there. */
function pullable(
	workflow: BundledWorkflow,
	remote: RemoteWorkflow,
	bundle: Bundle,
	ids: Parameters<typeof toPortable>[2],
): { readonly content: BundledWorkflow['content']; readonly left: readonly string[] } {
	const portable = toPortable(remote.raw, portableSettings(remote.raw.settings), ids, (slot) =>
		portableCredential(slot, workflow, bundle),
	);
	const { left, ...chosen } = withFileChoices(portable, wiredOf(workflow));
	const nodes = withoutGivenWebhookIds(chosen.nodes, readRecords(workflow.content, 'nodes'));
	return { content: { ...remote.raw, ...chosen, nodes, id: workflow.id, name: workflow.name }, left };
}

function wiredOf({ content }: BundledWorkflow): Parameters<typeof choicesOf>[0] {
	return { nodes: readRecords(content, 'nodes'), settings: isRecord(content.settings) ? content.settings : {} };
}

/** Role and name that the file gave this slot, else those of its type in the manifest: never the instance's. */
function portableCredential(
	slot: CredentialSlot,
	workflow: BundledWorkflow,
	bundle: Bundle,
): { readonly id: string; readonly name: string } {
	const node = readRecords(workflow.content, 'nodes').find((candidate) => readString(candidate, 'id') === slot.nodeId);
	const known = node ? credentialSlots(node).find((candidate) => candidate.type === slot.type) : undefined;
	return { id: known?.role ?? slot.type, name: known?.name ?? bundle.credentialNames.get(slot.type) ?? slot.type };
}
