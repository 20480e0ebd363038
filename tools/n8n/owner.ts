import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { isRecord, readString } from '../json';
import { readIfThere, writePrivateFile } from '../privateFiles';

/** The login of an n8n that these tools start. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

const OWNER_EMAIL = 'owner@slipway.local';

/** What every installation had before each got a password of its own. */
export const FORMER_PASSWORD = 'Slipway-local-1';

const OWNER_FILE = 'slipway-owner.json';

/** The login kept in an n8n's user folder, or undefined when there is none yet. */
export async function readOwner(userFolder: string): Promise<Owner | undefined> {
	const text = await readIfThere(join(userFolder, OWNER_FILE));
	if (text === undefined) return undefined;
	const kept: unknown = JSON.parse(text);
	const email = isRecord(kept) ? readString(kept, 'email') : undefined;
	const password = isRecord(kept) ? readString(kept, 'password') : undefined;
	return email === undefined || password === undefined ? undefined : { email, password };
}

/** A login with a new random password, kept where this user alone can read it. */
export async function createOwner(userFolder: string): Promise<Owner> {
	const owner = { email: OWNER_EMAIL, password: randomPassword() };
	await writePrivateFile(join(userFolder, OWNER_FILE), `${JSON.stringify(owner)}\n`);
	return owner;
}

/** 24 characters, 144 bits; n8n asks for a digit and a capital letter. */
function randomPassword(): string {
	for (;;) {
		const password = randomBytes(18).toString('base64url');
		if (/[0-9]/.test(password) && /[A-Z]/.test(password)) return password;
	}
}
