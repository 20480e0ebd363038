import { onFailureProperty } from '../../shared/fields/failureHandling';

const when = 'the deploy fails, is cancelled or replaced';

export const onFailure = onFailureProperty(when);

/** The same for operations that may not wait. */
export const onFailureIfWaiting = onFailureProperty(when, { waitForCompletion: [true] });
