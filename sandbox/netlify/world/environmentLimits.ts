import { unprocessable } from '../http/errors';

/** In characters (docs.netlify.com/build/environment-variables/overview, "Limitations"). */
const LONGEST_KEY = 255;
const LONGEST_VALUE = 5000;

/** Read-only variables of builds and functions, which no team can set. */
const READ_ONLY = new Set([
	'NETLIFY',
	'BUILD_ID',
	'CONTEXT',
	'REPOSITORY_URL',
	'BRANCH',
	'HEAD',
	'COMMIT_REF',
	'CACHED_COMMIT_REF',
	'PULL_REQUEST',
	'REVIEW_ID',
	'URL',
	'DEPLOY_URL',
	'DEPLOY_PRIME_URL',
	'DEPLOY_ID',
	'SITE_NAME',
	'SITE_ID',
	'NETLIFY_IMAGES_CDN_DOMAIN',
	'DENO_DEPLOYMENT_ID',
	'_HANDLER',
	'_X_AMZN_TRACE_ID',
	'LAMBDA_TASK_ROOT',
	'LAMBDA_RUNTIME_DIR',
]);

/** What begins with `AWS_` belongs to AWS Lambda, but for the one variable that chooses the functions' runtime. */
const isReserved = (key: string): boolean =>
	READ_ONLY.has(key) || (key.startsWith('AWS_') && key !== 'AWS_LAMBDA_JS_RUNTIME');

/** Raises 422 for a key that Netlify does not take. */
export function checkKey(key: string): void {
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
		throw unprocessable(`Key "${key}" must be letters, digits and underscores`);
	}
	if (key.length > LONGEST_KEY) throw unprocessable(`Key is too long (maximum is ${LONGEST_KEY} characters)`);
	if (isReserved(key)) throw unprocessable(`Key "${key}" is reserved`);
}

/** Raises 422 for a value that is too long. */
export function checkValue(value: string): void {
	if (value.length > LONGEST_VALUE) {
		throw unprocessable(`Value is too long (maximum is ${LONGEST_VALUE} characters)`);
	}
}
