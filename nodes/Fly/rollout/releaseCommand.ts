import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { split } from 'shlex';

import type { DeploymentState } from '../../deployment/state/deploymentState';
import { isRecord, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { mayHaveHappened, messageOf, OperationFailure } from '../../shared/operation/errors';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { attempt } from '../../shared/waiting/attempt';
import { createMachine, readMachine } from '../machines';
import { releaseCommandGroup } from '../processGroups';
import { commandEnd } from '../machineFinding';
import type { Fly } from '../transport';
import type { FlyConfig } from '../types';
import { destroyLaunched } from './newMachines';

/**
 * A command line as its words, as flyctl splits it: quotes and backslashes as in a shell, and nothing
 * else of one (no variables, no pipes).
 *
 * @throws OperationFailure for a quote that is not closed, or a backslash with nothing after it.
 */
export function commandWords(line: string): string[] {
	const words = splitWords(line);
	if (words !== 'openQuote' && words !== 'openEscape') return words;
	throw new OperationFailure(
		`The release command cannot be read: ${words === 'openEscape' ? 'it ends with a backslash' : 'a quote in it is not closed'}`,
		'Nothing was changed. Close every quote; write \\" for one that belongs to a word, or run a script of the image instead',
	);
}

/** The library throws for these two, and for nothing else. */
function splitWords(line: string): string[] | 'openQuote' | 'openEscape' {
	try {
		return split(line);
	} catch (error) {
		return messageOf(error).includes('escape') ? 'openEscape' : 'openQuote';
	}
}

/**
 * The configuration of the machine that runs it: the app's own, without what makes it serve or keep
 * anything. As with flyctl it has no containers, and no name in DNS.
 */
export function releaseCommandConfig(
	base: FlyConfig,
	image: string,
	command: readonly string[],
	containers: readonly string[] = [],
): FlyConfig {
	const { services, checks, containers: all, volumes, mounts, standbys, statics, processes, schedule, init, ...rest } = base;
	void [services, checks, volumes, mounts, standbys, statics, processes, schedule];
	// It would be run in place of the command.
	const { exec, ...start } = isRecord(init) ? init : {};
	void exec;
	const ofContainers = listAt({ all }, 'all')
		.filter((container) => containers.includes(textAt(container, 'name') ?? ''))
		.map((container) => valueAt(container, 'env'));
	return {
		...rest,
		image,
		init: { ...start, cmd: [...command] },
		env: {
			...(base.env as IDataObject | undefined),
			...(Object.assign({}, ...ofContainers) as IDataObject),
			RELEASE_COMMAND: '1',
			FLY_PROCESS_GROUP: releaseCommandGroup,
		},
		metadata: { ...(base.metadata as IDataObject | undefined), fly_process_group: releaseCommandGroup },
		dns: { ...(base.dns as IDataObject | undefined), skip_registration: true },
		restart: { policy: 'no' },
		auto_destroy: true,
	};
}

export type CommandResult =
	| { readonly ok: true; readonly digest: string | null; readonly warnings: readonly string[] }
	| {
			readonly ok: false;
			readonly state: DeploymentState;
			readonly reason: string;
			readonly warnings: readonly string[];
	  };

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
	const launchId = randomUUID();
	const remove = async (id?: string): Promise<string[]> =>
		(await destroyLaunched(fly, app, new Set([launchId]), id === undefined ? [] : [id])).map(
			(reason) => `Of the release command ${reason}`,
		);
	const made = await attempt(
		createMachine(fly, app, { config, region, launchId, cordoned: true, minSecretsVersion }),
	);
	if (!made.ok) {
		const reason = messageOf(made.error);
		if (!mayHaveHappened(made.error)) {
			return { ok: false, state: 'failed', reason: `The release command was not run, and no machine was changed: ${reason}`, warnings: [] };
		}
		return { ok: false, ...unseen(reason), warnings: await remove() };
	}
	const { id } = made.value;
	const logs = `(its output: fly logs -a ${app} -i ${id} --no-tail)`;
	const waited = await attempt(
		pollUntil({
			what: `release command on machine ${id}`,
			timeoutMs: wanted.timeoutMs,
			read: async () => await readMachine(fly, app, id),
			assess: (machine) => {
				const end = commandEnd(machine);
				if (end === null) return { phase: 'pending', seen: machine.state ?? 'no state' };
				return { phase: end.ok ? 'succeeded' : 'failed', seen: end.text };
			},
			...(wanted.cancelSignal && { cancelSignal: wanted.cancelSignal }),
		}),
	);
	const warnings = await remove(id);
	if (!waited.ok) return { ok: false, ...unseen(`${messageOf(waited.error)} ${logs}`), warnings };
	const result = waited.value;
	if (result.outcome === 'succeeded') return { ok: true, digest: made.value.image_ref?.digest ?? null, warnings };
	if (result.outcome === 'timeout') {
		const seconds = Math.round(result.waitedMs / 1000);
		return { ok: false, ...unseen(`it had not ended after ${seconds} s, last seen: ${result.seen} ${logs}`), warnings };
	}
	const end = commandEnd(result.value)?.text ?? 'Fly.io does not say why';
	return {
		ok: false,
		state: 'failed',
		reason: `The release command failed, and no machine was changed: ${end} ${logs}`,
		warnings,
	};
}

/** A command that was begun may have done its work, or a part of it, whatever became of its machine. */
function unseen(why: string): { readonly state: DeploymentState; readonly reason: string } {
	return {
		state: 'failed',
		reason: `How the release command ended was not seen, and no machine was changed: ${why}. What it did by then (a migration, say) stays`,
	};
}
