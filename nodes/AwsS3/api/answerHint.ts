import { OperationFailure } from '../../shared/operation/errors';

export type Hint =
	| { readonly kind: 'otherRegion'; readonly region: string }
	| { readonly kind: 'deleteMarker'; readonly versionId: string | undefined };

/** What the headers of a refusal tell. It never leaves `api/`: a call makes a sentence of it that names the object. */
export class AnswerHint extends OperationFailure {
	constructor(readonly hint: Hint) {
		super('AWS S3 refused the request', '');
	}
}
