import type { DeploymentPhase } from '../../deployment/state/deploymentState';
import { isTrueAt, listAt } from '../../deployment/values/jsonFields';
import type { FlyMachine } from '../api/types';
import { eventsAfter } from './machineEvents';
import { assessMachineNow } from './machineHealth';
import { crashText } from './programExits';

/** What a machine can be waited for: Fly's states, and `healthy`: started, with its checks passing. */
export const awaitedStates = ['healthy', 'started', 'stopped', 'suspended', 'destroyed'] as const;

export type AwaitedState = (typeof awaitedStates)[number];

const deadStates = new Set(['destroyed', 'destroying', 'failed', 'launch_failed']);

/**
 * Whether a machine is in the state, or can no longer get there.
 *
 * @param before the machine as it was when it was told to start; null when it was not.
 */
export function assessState(
	machine: FlyMachine,
	awaited: AwaitedState,
	before: FlyMachine | null,
): { readonly phase: DeploymentPhase; readonly seen: string } {
	const seen = machine.state ?? '';
	if (seen === awaited) return { phase: 'succeeded', seen };
	if (deadStates.has(seen)) return { phase: awaited === 'destroyed' ? 'pending' : 'failed', seen };
	if ((awaited === 'healthy' || awaited === 'started') && hasCrashed(machine, before)) return { phase: 'failed', seen };
	if (awaited !== 'healthy') return { phase: 'pending', seen };
	const { phase, reason } = assessMachineNow(machine);
	return { phase: phase === 'succeeded' ? 'succeeded' : 'pending', seen: `${seen}, ${reason}` };
}

/** Whether its program has failed for good: it is not started again, neither by its policy nor by a request. */
function hasCrashed(machine: FlyMachine, before: FlyMachine | null): boolean {
	if (crashText(machine) === null) return false;
	if (before !== null && !eventsAfter(before, machine).some(({ type }) => type === 'exit')) return false;
	return !listAt(machine.config, 'services').some((service) => isTrueAt(service, 'autostart'));
}
