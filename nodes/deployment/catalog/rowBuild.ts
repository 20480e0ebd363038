import { parseImageReference } from '../values/imageReference';
import { isGraphos } from './rowPlace';
import type { RowReader } from './rowReader';

/*
 * What of a commit a row deploys, and what makes it.
 */

const defaultBuildTimeoutMinutes = 60;

/** The image of a commit. */
export function imageOfCommit(image: string, commit: string): string {
	return image.replaceAll('{commit}', commit);
}

/** An image with `{commit}` in it, or a fixed one. */
export function readImage(reader: RowReader): string {
	const text = reader.text('image');
	if (text === '') return '';
	const parsed = parseImageReference(imageOfCommit(text, '0'.repeat(40)));
	if (parsed.ok) return text;
	reader.add('image', parsed.reason, 'Enter one such as registry.fly.io/paintbox-api:{commit}');
	return '';
}

/** A path below the repository's root. */
export function readSchema(reader: RowReader): string {
	const text = reader.text('schema');
	if (text === '') {
		if (isGraphos(reader))
			reader.add('schema', 'the row names no schema', 'Enter its file, such as services/gateway/schema.graphql');
		return '';
	}
	if (!isGraphos(reader)) {
		reader.add('schema', 'only a row of graphos has a schema', 'Leave it empty');
	} else if (/^\/|(?:^|\/)\.\.?(?:\/|$)|[*\\\s]/.test(text)) {
		reader.add(
			'schema',
			`"${text}" is not the path of a file in the repository`,
			'Enter one file as it lies in the repository, such as services/gateway/schema.graphql',
		);
		return '';
	}
	return text;
}

export function readBuildWorkflow(reader: RowReader): string {
	const text = reader.text('build_workflow');
	if (text === '' || /^[^\s/]+\.ya?ml$/.test(text)) return text;
	reader.add(
		'build_workflow',
		`"${text}" is not the file of a workflow`,
		'Enter its name in .github/workflows, such as build-paintbox-api.yml',
	);
	return '';
}

export function readBuildTimeoutMinutes(reader: RowReader): number {
	const text = reader.text('build_timeout');
	if (text === '') return defaultBuildTimeoutMinutes;
	const minutes = Number(text);
	if (Number.isFinite(minutes) && minutes > 0 && minutes <= 1_440) return minutes;
	reader.add('build_timeout', `"${text}" is not a number of minutes up to 1440`, 'Use 60, or leave it empty');
	return defaultBuildTimeoutMinutes;
}
