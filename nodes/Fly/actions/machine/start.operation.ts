import { machineAction } from './machineAction';

export const start = machineAction({
	verb: 'start',
	name: 'Start',
	action: 'Start a machine',
	description: 'Boot a machine that is stopped or suspended',
	awaited: 'healthy',
	isDone: (machine) => machine.state === 'started' || machine.state === 'starting',
});
