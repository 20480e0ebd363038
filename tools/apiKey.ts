import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { UsageError } from './arguments';

/** How to give the key, for usage texts and errors. */
export const API_KEY_WAYS =
	'set N8N_API_KEY in the environment, or send the key to standard input with --api-key-stdin; in a terminal you are asked for it. Make one in n8n under Settings > n8n API';

export interface ApiKeySources {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly isFromStandardInput: boolean;
	readonly standardInput: NodeJS.ReadableStream & { readonly isTTY?: boolean };
	/** Where the question goes; what is typed is never shown. */
	readonly output: NodeJS.WritableStream;
}

/**
 * n8n's API key, from where no other user and no log sees it: never from the command line, which `ps`, the shell's
 * history and npm's log (`~/.npm/_logs`, readable by all) keep. Raises UsageError, without the key.
 */
export async function readApiKey(sources: ApiKeySources): Promise<string> {
	const given = sources.isFromStandardInput
		? await text(sources.standardInput)
		: (sources.environment.N8N_API_KEY ?? (sources.standardInput.isTTY === true ? await ask(sources) : ''));
	const key = given.trim();
	if (key === '') throw new UsageError(`n8n's API key is missing: ${API_KEY_WAYS}.`);
	if (!/^[\x21-\x7e]+$/.test(key)) {
		throw new UsageError(
			`What was given as n8n's API key cannot be one: it has blanks or characters that no key has. Copy it again, and ${API_KEY_WAYS}.`,
		);
	}
	return key;
}

/** Refuses a key on the command line: by then it has been written down elsewhere, which the message says. */
export function refuseKeyOnCommandLine(words: readonly string[]): void {
	if (!words.some((word) => /^--?api-?key(=|$)/i.test(word))) return;
	throw new UsageError(
		`Give no key on the command line: it stays in the shell's history and in npm's log (~/.npm/_logs), and every user of this machine sees it in "ps". If it was a real one, delete it in n8n under Settings > n8n API now.\nInstead, ${API_KEY_WAYS}.`,
	);
}

async function ask({ standardInput, output }: ApiKeySources): Promise<string> {
	output.write("n8n's API key (Settings > n8n API; it is not shown): ");
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const reader = createInterface({ input: standardInput, output: silent, terminal: true });
	try {
		return await new Promise<string>((resolve) => {
			reader.once('line', resolve);
			reader.once('close', () => resolve(''));
		});
	} finally {
		reader.close();
		output.write('\n');
	}
}
