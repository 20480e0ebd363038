import { machineAction } from './machineAction';

export const stop = machineAction({
	verb: 'stop',
	name: 'Stop',
	action: 'Stop a machine',
	description: 'Stop a machine, whose configuration stays',
	awaited: 'stopped',
	isDone: (machine) => machine.state === 'stopped' || machine.state === 'stopping',
});
