import { machineAction } from './machineAction';

export const uncordon = machineAction({
	verb: 'uncordon',
	name: 'Uncordon',
	action: 'Uncordon a machine',
	description: 'Let requests reach a machine again',
	awaited: null,
	isDone: (machine) => machine.cordoned === false,
});
