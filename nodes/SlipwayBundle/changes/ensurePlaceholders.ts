import type { N8nApi } from '../api/n8nApi';
import { outcomeOf } from '../api/refusal';
import type { RemoteCredential } from '../api/types';
import type { Advice } from '../state/advice';
import type { Bundle } from '../state/bundle';
import { chooseCredential } from '../state/instanceIds';
import type { CredentialReport } from '../state/pushReport';
import { emptyData } from '../state/standIn';
import type { LastPushes } from './lastPushes';

export interface Placeholders {
	readonly all: readonly RemoteCredential[];
	readonly report: readonly CredentialReport[];
}

/**
 * Makes a credential for each role of the bundle that nothing in this n8n answers to, under the name that the role has,
 * with nothing in it: so that every step has one, and a person only fills it in. Which ones are still as they were made
 * is told by a note beside those of the last pushes, since n8n tells nobody what is in a credential.
 */
export async function ensurePlaceholders(
	api: N8nApi,
	bundle: Bundle,
	lastPushes: LastPushes,
	advice: Advice,
): Promise<Placeholders> {
	const all = [...(await api.listCredentials())];
	const report: CredentialReport[] = [];
	for (const [role, name] of bundle.credentialNames) {
		const [type = ''] = role.split('/');
		const slot = { type, role, name, nodeId: '', nodeName: '' };
		const found = chooseCredential(slot, { bundle, credentials: all, chosen: new Map(), current: undefined, advice });
		if ('credential' in found) {
			const { id, updatedAt } = found.credential;
			const note = lastPushes.get(noteOf(role));
			const isUntouched = note !== undefined && note.workflowId === id && note.content === (updatedAt ?? '');
			report.push({ role, type, id, name: found.credential.name, change: isUntouched ? 'toFillIn' : 'unchanged' });
			continue;
		}
		if (found.isAmbiguous === true) {
			report.push({ role, type, id: undefined, name, change: 'ambiguous', problem: found.missing });
			continue;
		}
		const schema = await api.credentialSchema(type);
		if (schema === undefined) {
			const problem = `n8n does not know the credential type ${type}: is the package installed in this version?`;
			report.push({ role, type, id: undefined, name, change: 'unknownType', problem });
			continue;
		}
		const made = await api.createCredential({ name, type, data: emptyData(schema) });
		all.push(made);
		report.push({ role, type, id: made.id, name, change: 'created' });
		const note = {
			workflowId: made.id,
			name,
			content: made.updatedAt ?? '',
			file: '',
			choices: {},
			isPublished: false,
		};
		// Without a note it counts as filled in at the next run: n8n's own test of it says more.
		await outcomeOf(lastPushes.write(noteOf(role), note));
	}
	return { all, report };
}

/** The credentials that were made for this bundle and are still there. */
export function placeholdersMade(
	bundle: Bundle,
	lastPushes: LastPushes,
	there: readonly RemoteCredential[],
): RemoteCredential[] {
	return [...bundle.credentialNames.keys()].flatMap((role) => {
		const note = lastPushes.get(noteOf(role));
		return there.find(({ id }) => id === note?.workflowId) ?? [];
	});
}

function noteOf(role: string): string {
	return `credential:${role}`;
}
