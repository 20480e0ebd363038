import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { SiteFile } from '../../api/files/siteFile';
import { openZip } from '../../api/files/zipArchive';
import { commaSeparated } from '../listValue';
import { binaryFieldsOf, binaryFiles } from './binaryFiles';
import { baseDirectoryField, binariesField, filesFromField, zipBinaryField } from './filesFields';

export interface FilesToDeploy {
	readonly files: readonly SiteFile[];
	/** The archive itself, where it can be sent as it is. */
	readonly zip?: Buffer;
}

/** The files that the node was given; `functionFields` hold functions, which are no files of the site. @throws OperationFailure when one cannot be deployed. */
export async function readFiles(context: OperationContext, functionFields: readonly string[]): Promise<FilesToDeploy> {
	if (filesFromField.read(context) === 'zip') {
		const { functions, itemIndex } = context;
		const binary = functions.helpers.assertBinaryData(itemIndex, zipBinaryField.read(context));
		const zip = await functions.helpers.getBinaryDataBuffer(itemIndex, binary);
		const archive = openZip(zip);
		return { files: archive.files, ...(archive.isPlain && { zip }) };
	}
	const baseDirectory = baseDirectoryField.read(context);
	return { files: binaryFiles(context, chosenFields(context, functionFields), baseDirectory) };
}

function chosenFields(context: OperationContext, functionFields: readonly string[]): string[] {
	if (filesFromField.read(context) !== 'allBinaries') return commaSeparated(binariesField.read(context));
	const fields = binaryFieldsOf(context).filter((name) => !functionFields.includes(name));
	if (fields.length > 0) return fields;
	throw new ConfigurationError(
		'The item has no binary field, so there is no file to deploy',
		'Connect a node that gives files, such as Read Files From Disk or HTTP Request',
	);
}
