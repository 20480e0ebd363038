import { numberField } from '../../../shared/fields/fields';
import { optionalLocator } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { readLog } from '../../api/logs';
import { appField, machineField } from '../../fields/locators';
import { logEnd } from '../../state/logEnd';

const oneMachine = optionalLocator(
	machineField,
	'Only lines of this machine, also of one that is gone; leave it empty for all of the app',
);

const linesField = numberField(
	'Lines',
	'lines',
	50,
	{ minimum: 1, maximum: 1000 },
	{ description: 'How many lines from the end' },
);

export const logTail: Operation = {
	value: 'logTail',
	name: 'Log Tail',
	action: "Get the end of an app's log",
	description: 'Read the last lines that the machines of an app wrote, without what looks like a credential',
	properties: [appField, oneMachine, linesField],
	async execute(context) {
		const app = appField.read(context);
		const machine = oneMachine.read(context);
		const count = linesField.read(context);
		const lines = logEnd(await readLog(flyClient(context), app, machine), count);
		return { app, lines, text: lines.map(({ message }) => message).join('\n') };
	},
};
