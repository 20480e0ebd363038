import { resources } from '../../../nodes/Cloudflare/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
