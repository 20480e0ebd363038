import { textAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { FlyClient } from './client';

const imageDocument = `query SlipwayImage($app: String!, $image: String!) { app(name: $app) { id image(ref: $image) { digest } } }`;

/**
 * The digest that an image stands for now. Containers are named by it from the start, since Fly reports
 * no container's digest afterwards.
 *
 * @throws OperationFailure when Fly does not report it.
 */
export async function readDigest(fly: FlyClient, app: string, image: string): Promise<string> {
	const data: unknown = await fly.graphql(imageDocument, { app, image }, true);
	const digest = textAt(data, 'app', 'image', 'digest');
	if (digest !== null) return digest;
	throw new OperationFailure(
		`Fly.io does not know the digest of image ${image}, so what the containers of app ${app} run could not be verified`,
		'Nothing was changed. Check that it was pushed, or name it by its digest: registry/repository@sha256:...',
	);
}
