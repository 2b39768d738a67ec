/** What RFC 3922, 7247 and 7572 ask of the translations, shown on the vectors and cases of ours. */
@NullMarked
package org.porin.mapping;

import org.jspecify.annotations.NullMarked;
