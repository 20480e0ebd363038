import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { messageOf } from '../../shared/errors';
import { pollUntil } from '../../shared/pollUntil';
import { settled } from '../../shared/settled';
import { createMachine, destroyMachine, readMachine } from '../machines';
import { releaseCommandGroup } from '../processGroups';
import { commandEnd } from '../status';
import type { Fly } from '../transport';
import type { FlyConfig } from '../types';

/** A command line as its words: quotes hold spaces, as in a shell; nothing else is special. */
export function commandWords(line: string): string[] {
	return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
		word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
	);
}

/** The configuration of the machine that runs it: the app's own, without what makes it serve or keep anything. */
export function releaseCommandConfig(base: FlyConfig, command: string): FlyConfig {
	const { services, checks, mounts, standbys, statics, processes, schedule, ...rest } = base;
	void [services, checks, mounts, standbys, statics, processes, schedule];
	return {
		...rest,
		init: { ...(base.init as IDataObject | undefined), cmd: commandWords(command) },
		env: { ...(base.env as IDataObject | undefined), RELEASE_COMMAND: '1', FLY_PROCESS_GROUP: releaseCommandGroup },
		metadata: { ...(base.metadata as IDataObject | undefined), fly_process_group: releaseCommandGroup },
		restart: { policy: 'no' },
		auto_destroy: true,
	};
}

export type CommandResult =
	| { readonly ok: true; readonly digest: string | null; readonly warnings: readonly string[] }
	| { readonly ok: false; readonly reason: string; readonly warnings: readonly string[] };

/** Runs the command on a machine of its own, before anything that serves is touched, and removes that machine. */
export async function runReleaseCommand(
	fly: Fly,
	app: string,
	wanted: {
		readonly config: FlyConfig;
		readonly region: string | null;
		readonly minSecretsVersion: number | null;
		readonly timeoutMs: number;
		readonly cancelSignal?: AbortSignal | undefined;
	},
): Promise<CommandResult> {
	const { config, region, minSecretsVersion } = wanted;
	const made = await settled(
		createMachine(fly, app, { config, region, launchId: randomUUID(), cordoned: true, minSecretsVersion }),
	);
	if (!made.ok) return { ok: false, reason: messageOf(made.error), warnings: [] };
	const { id } = made.value;
	const waited = await settled(
		pollUntil({
			what: `release command on machine ${id}`,
			timeoutMs: wanted.timeoutMs,
			read: async () => await readMachine(fly, app, id),
			judge: (machine) => {
				const end = commandEnd(machine);
				if (end === null) return { phase: 'pending', seen: machine.state ?? '' };
				return { phase: end.ok ? 'good' : 'bad', seen: end.text };
			},
			...(wanted.cancelSignal && { cancelSignal: wanted.cancelSignal }),
		}),
	);
	const removed = await settled(destroyMachine(fly, app, id));
	const warnings = removed.ok ? [] : [`The release command's machine ${id} is left over: ${messageOf(removed.error)}`];
	if (!waited.ok) return { ok: false, reason: messageOf(waited.error), warnings };
	const result = waited.value;
	if (result.outcome === 'good') return { ok: true, digest: made.value.image_ref?.digest ?? null, warnings };
	const reason =
		result.outcome === 'timeout'
			? `it had not ended after ${Math.round(result.waitedMs / 1000)} s, last seen: ${result.seen}`
			: (commandEnd(result.value)?.text ?? 'it failed');
	return { ok: false, reason: `${reason} (its output: fly logs -a ${app} -i ${id} --no-tail)`, warnings };
}
