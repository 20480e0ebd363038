import { isPreview } from './rowPlace';
import type { RowReader } from './rowReader';

/** The branch at Neon that the databases of previews are branched from. */
export interface PreviewParent {
	/** Its id or its name. */
	readonly project: string;
	readonly branch: string;
}

/** Without one of their own, previews would stand among production's apps, with its credential. */
export function readPreviewOrg(reader: RowReader): string {
	const text = reader.text('preview_org').toLowerCase();
	const isNeeded = isPreview(reader) && reader.text('platform').toLowerCase() === 'fly';
	if (text === '' && isNeeded) {
		reader.add(
			'preview_org',
			'a preview at Fly.io names no organization',
			'Enter the slug of the organization that the apps of previews are made in, such as candlefish-previews',
		);
	} else if (text !== '' && !/^[a-z0-9][a-z0-9-]*$/.test(text)) {
		reader.add('preview_org', `"${text}" is not the slug of an organization`, 'Enter it as `fly orgs list` shows it');
		return '';
	}
	return text;
}

export function readPreviewParent(reader: RowReader): PreviewParent | null {
	const text = reader.text('preview_parent');
	if (text === '') return null;
	const [, project = '', branch = ''] = /^([^/\s]+)\/(\S+)$/.exec(text) ?? [];
	if (branch !== '') return { project, branch };
	reader.add(
		'preview_parent',
		`"${text}" is not project/branch`,
		'Enter the project and the branch at Neon that previews are branched from, such as paintbox/preview-data',
	);
	return null;
}
