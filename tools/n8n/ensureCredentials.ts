import { createHash } from 'node:crypto';

import { isRecord, readString } from '../json';
import { readIfThere, writePrivateFile } from '../privateFiles';
import type { CredentialSeed } from '../sandboxCredentials';
import type { PublicApi } from './publicApi';
import type { RemoteCredential } from '../../nodes/SlipwayBundle/api/types';

/** What was put into a credential, to see later whether a person changed it: n8n gives no data back. */
interface Note {
	readonly id: string;
	readonly seed: string;
	readonly updatedAt: string;
}

/**
 * Makes or updates one credential for each seed. With `notesFile`, one that a person changed since then stays as it is.
 * Raises when n8n has no such type (the package did not load) or refuses the data, and names the type.
 */
export async function ensureCredentials(
	api: PublicApi,
	seeds: readonly CredentialSeed[],
	options: { readonly notesFile?: string; readonly onEvent?: (text: string) => void } = {},
): Promise<RemoteCredential[]> {
	const existing = await api.listCredentials();
	const notes = options.notesFile === undefined ? new Map<string, Note>() : await readNotes(options.notesFile);
	const ensured: RemoteCredential[] = [];
	for (const seed of seeds) {
		const note = notes.get(seed.role ?? seed.type);
		const known =
			existing.find(({ id }) => id === note?.id) ??
			existing.find(({ type, name }) => type === seed.type && name === seed.name);
		const isChangedByPerson = known !== undefined && note?.id === known.id && note.updatedAt !== known.updatedAt;
		if (known && isChangedByPerson) {
			options.onEvent?.(`Credential "${known.name}": kept as you changed it`);
			ensured.push(known);
			continue;
		}
		if (known && note?.seed === hashOf(seed)) {
			ensured.push(known);
			continue;
		}
		const made = known
			? await api.updateCredential(known.id, { name: seed.name, data: { ...seed.data } })
			: await create(api, seed);
		notes.set(seed.role ?? seed.type, { id: made.id, seed: hashOf(seed), updatedAt: made.updatedAt ?? '' });
		ensured.push(made);
	}
	if (options.notesFile !== undefined) {
		await writePrivateFile(options.notesFile, `${JSON.stringify(Object.fromEntries(notes))}\n`);
	}
	return ensured;
}

async function create(api: PublicApi, seed: CredentialSeed): Promise<RemoteCredential> {
	if ((await api.credentialSchema(seed.type)) === undefined) {
		throw new Error(
			`n8n does not know the credential type ${seed.type}: the package was not loaded. Run npm run build and look in n8n's log for its name.`,
		);
	}
	return await api.createCredential({ name: seed.name, type: seed.type, data: { ...seed.data } });
}

async function readNotes(file: string): Promise<Map<string, Note>> {
	const kept: unknown = JSON.parse((await readIfThere(file)) ?? '{}');
	const notes = new Map<string, Note>();
	for (const [type, note] of Object.entries(isRecord(kept) ? kept : {})) {
		if (!isRecord(note)) continue;
		notes.set(type, {
			id: readString(note, 'id') ?? '',
			seed: readString(note, 'seed') ?? '',
			updatedAt: readString(note, 'updatedAt') ?? '',
		});
	}
	return notes;
}

function hashOf(seed: CredentialSeed): string {
	return createHash('sha256').update(JSON.stringify(seed)).digest('hex');
}
