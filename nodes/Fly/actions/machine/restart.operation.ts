import { machineAction } from './machineAction';

export const restart = machineAction({
	verb: 'restart',
	name: 'Restart',
	action: 'Restart a machine',
	description: 'Stop a machine and boot the same version again',
	awaited: 'healthy',
	isDone: () => false,
});
