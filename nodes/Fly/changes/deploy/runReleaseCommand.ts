import { uniqueId } from '../uniqueId';

import { mayHaveHappened, messageOf } from '../../../shared/operation/errors';
import { attempt, type Attempt } from '../../../shared/waiting/attempt';
import { pollUntil, type PollResult } from '../../../shared/waiting/pollUntil';
import type { FlyClient } from '../../api/client';
import { readMachine } from '../../api/machines';
import type { FlyConfig, FlyMachine } from '../../api/types';
import { commandResult } from '../../state/commandResult';
import type { DeployPace } from '../../state/deployPace';
import { createMachineOnce } from '../machines/createMachineOnce';
import type { RolloutResult } from '../rolling/machineChange';
import { destroyLaunched } from './destroyLaunched';

export interface ReleaseCommand extends Pick<
	DeployPace,
	'minSecretsVersion' | 'releaseCommandTimeoutMs' | 'cancelSignal'
> {
	readonly config: FlyConfig;
	readonly region: string | null;
}

/** Runs the command on a machine of its own, before anything that serves is touched, and removes that machine. */
export async function runReleaseCommand(fly: FlyClient, app: string, command: ReleaseCommand): Promise<RolloutResult> {
	const { config, region, minSecretsVersion } = command;
	const launchId = uniqueId();
	const remove = async (known: readonly string[]): Promise<string[]> =>
		(await destroyLaunched(fly, app, new Set([launchId]), known)).map((reason) => `Release command: ${reason}`);
	const made = await attempt(
		createMachineOnce(fly, app, launchId, { config, region, cordoned: true, minSecretsVersion }),
	);
	if (!made.ok) {
		const reason = messageOf(made.error);
		return mayHaveHappened(made.error)
			? failed(unseen(reason), await remove([]))
			: failed(`The release command was not run, and no machine was changed: ${reason}`, []);
	}
	const { id, image_ref: image } = made.value;
	const waited = await attempt(waitForCommand(fly, app, id, command));
	const warnings = await remove([id]);
	const reason = whyFailed(waited, `(its output: fly logs -a ${app} -i ${id} --no-tail)`);
	return reason === null ? { ok: true, digest: image?.digest ?? null, warnings } : failed(reason, warnings);
}

async function waitForCommand(
	fly: FlyClient,
	app: string,
	id: string,
	{ releaseCommandTimeoutMs, cancelSignal }: ReleaseCommand,
): Promise<PollResult<FlyMachine>> {
	return await pollUntil({
		what: `release command on machine ${id}`,
		timeoutMs: releaseCommandTimeoutMs,
		read: async () => await readMachine(fly, app, id),
		assess: (machine) => {
			const result = commandResult(machine);
			if (result === null) return { phase: 'pending', seen: machine.state ?? 'no state' };
			return { phase: result.ok ? 'succeeded' : 'failed', seen: result.reason };
		},
		...(cancelSignal && { cancelSignal }),
	});
}

function whyFailed(waited: Attempt<PollResult<FlyMachine>>, logs: string): string | null {
	if (!waited.ok) return unseen(`${messageOf(waited.error)} ${logs}`);
	const result = waited.value;
	if (result.outcome === 'succeeded') return null;
	if (result.outcome === 'timeout') {
		const seconds = Math.round(result.waitedMs / 1000);
		return unseen(`it had not ended after ${seconds} s, last seen: ${result.seen} ${logs}`);
	}
	const reason = commandResult(result.value)?.reason ?? 'Fly.io does not say why';
	return `The release command failed, and no machine was changed: ${reason} ${logs}`;
}

/** A command that was begun may have done its work, or a part of it, whatever became of its machine. */
function unseen(why: string): string {
	return `How the release command ended was not seen, and no machine was changed: ${why}. What it did by then (a migration, say) stays`;
}

function failed(reason: string, warnings: readonly string[]): RolloutResult {
	return { ok: false, state: 'failed', reason, digest: null, warnings, isIncomplete: warnings.length > 0 };
}
