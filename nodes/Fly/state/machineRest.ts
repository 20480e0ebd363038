import { listAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyMachine } from '../api/types';
import { isRequestedStop } from './exitEvent';

const goneStates = new Set(['destroyed', 'destroying']);
const restingStates = new Set(['stopped', 'suspended', 'created']);

export function isGone({ state }: FlyMachine): boolean {
	return goneStates.has(state ?? '');
}

/** Whether a machine neither runs nor is on its way to or from there. */
export function isResting({ state }: FlyMachine): boolean {
	return restingStates.has(state ?? '');
}

/** Machines at rest stay at rest: they get a change with their next start. */
export function wasRunning(machine: FlyMachine): boolean {
	return !isResting(machine) && machine.state !== 'stopping';
}

/** Whether a machine is at rest, or on its way there, because Fly's proxy puts it to rest when nobody calls; not by a crash. */
export function isAutostopped(machine: FlyMachine): boolean {
	const isStopping = machine.state === 'stopping' || machine.state === 'suspending';
	const exit = machine.events?.find(({ type }) => type === 'exit');
	if (!(isResting(machine) || isStopping) || (exit && !isRequestedStop(exit))) return false;
	return listAt(machine.config, 'services').some((service) => {
		const autostop = valueAt(service, 'autostop');
		return autostop === true || autostop === 'stop' || autostop === 'suspend';
	});
}
