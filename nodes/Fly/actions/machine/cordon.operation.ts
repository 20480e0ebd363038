import { machineAction } from './machineAction';

export const cordon = machineAction({
	verb: 'cordon',
	name: 'Cordon',
	action: 'Cordon a machine',
	description: "Take a machine out of Fly's proxy: it runs on, but no request reaches it",
	awaited: null,
	isDone: (machine) => machine.cordoned === true,
});
