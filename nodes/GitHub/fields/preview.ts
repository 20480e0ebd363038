import { type PreviewInHand, readPreviewInHand } from '../../deployment/preview/previewInHand';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { clock } from '../../shared/waiting/clock';
import { rowsField } from './ledgerRows';

/** What the table says of the previews of a repository. */
export const previewRowsField = rowsField(
	'Preview Rows',
	'previewRows',
	'All rows of the table slipway_previews for this repository that are not removed: {{ $("Read the previews").all() }}',
);

/** The preview that an item carries, or asks for. @throws ConfigurationError when it names no pull request. */
export function previewIn(item: unknown, { functions }: OperationContext): PreviewInHand {
	const preview = readPreviewInHand(item, functions.getExecutionId(), new Date(clock.now()).toISOString());
	if (preview) return preview;
	throw new ConfigurationError(
		'The item names no repository and pull request',
		'Hand over the item that asks for the preview, with repository and number',
	);
}
