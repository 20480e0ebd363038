import type { N8nApi } from '../api/n8nApi';
import type { Advice } from '../state/advice';
import type { Bundle } from '../state/bundle';
import type { ComparedWorkflow } from '../state/comparison';
import { differencesOf } from '../state/differences';
import { fileFingerprint, fingerprint } from '../state/lastPush';
import { wireWorkflow } from '../state/wireWorkflow';
import { findAll } from './findAll';
import { openLastPushes } from './lastPushes';

/** Holds what an n8n has of a bundle against the bundle, choices apart. Nothing is written. */
export async function compareBundle(api: N8nApi, bundle: Bundle, advice: Advice): Promise<ComparedWorkflow[]> {
	const lastPushes = await openLastPushes(api);
	const { remotes, archived } = findAll(bundle, await api.listWorkflows(), lastPushes);
	const wiring = {
		bundle,
		remotes,
		dataTables: await api.listDataTables(),
		credentials: await api.listCredentials(),
		chosen: new Map<string, string>(),
		advice,
	};
	return bundle.workflows.map((workflow) => {
		const { name } = workflow;
		const remote = remotes.get(workflow.id);
		if (remote === undefined) {
			const inArchive = archived.get(workflow.id);
			return { name, id: inArchive?.id, state: inArchive ? 'archived' : 'absent', differences: [], chosen: [] };
		}
		const lastPush = lastPushes.get(workflow.id);
		const wired = wireWorkflow(workflow, lastPush, wiring);
		// The name is a choice, and so are credentials: those that are there stay.
		const differences = differencesOf(remote, {
			...wired.body,
			nodes: withCredentialsOf(wired.body.nodes, remote.nodes),
		});
		const shared = { name, id: remote.id, differences, chosen: wired.kept };
		if (differences.length === 0) return { ...shared, state: 'same' };
		if (lastPush === undefined || lastPush.workflowId !== remote.id) return { ...shared, state: 'unknown' };
		const isEdited = lastPush.content !== fingerprint(remote);
		const isNewer = lastPush.file !== fileFingerprint(workflow.content);
		return { ...shared, state: isEdited ? (isNewer ? 'both' : 'edited') : isNewer ? 'newer' : 'unknown' };
	});
}

type Nodes = Parameters<typeof differencesOf>[1]['nodes'];

function withCredentialsOf(nodes: Nodes, remote: Nodes): Nodes {
	return nodes.map((node) => {
		const there = remote.find(({ id }) => id === node.id);
		return there === undefined ? node : { ...node, credentials: there.credentials };
	});
}
