import { type DeployTimes, parseDeployWindows, parseFreezes } from './deployWindow';
import type { RowReader } from './rowReader';

/*
 * When a row is deployed, and who has to agree.
 */

export function readWave(reader: RowReader): number {
	const text = reader.text('wave');
	if (text === '') return 1;
	const wave = Number(text);
	if (Number.isInteger(wave) && wave >= 0 && wave <= 1_000) return wave;
	reader.add(
		'wave',
		`the wave "${text}" is not a whole number from 0 to 1000`,
		'Use 1 for schemas, 2 for APIs and workers, 3 for frontends',
	);
	return 1;
}

/** Windows, and freezes in the zone of the first window unless they name their own. */
export function readTimes(reader: RowReader): DeployTimes {
	const text = reader.text('window');
	const windows = parseDeployWindows(text);
	const freezes = parseFreezes(reader.text('freeze'), windows.values[0]?.timeZone ?? 'UTC');
	for (const { message, advice } of windows.issues) reader.add('window', message, advice);
	for (const { message, advice } of freezes.issues) reader.add('freeze', message, advice);
	return { text, windows: windows.values, freezes: freezes.values };
}

export function readApprovers(reader: RowReader): readonly string[] {
	const entries = reader
		.text('approvers')
		.split(/[\n,;]/)
		.map((entry) => entry.trim().toLowerCase())
		.filter((entry) => entry !== '');
	for (const entry of entries) {
		if (/^[^@\s]+@[^@\s]+$/.test(entry)) continue;
		reader.add(
			'approvers',
			`"${entry}" is not an e-mail address`,
			'Enter the addresses of n8n logins, such as ada@example.com',
		);
	}
	return entries;
}
