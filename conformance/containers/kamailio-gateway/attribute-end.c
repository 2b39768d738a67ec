/*
 * Preloaded into Kamailio 5.6: its xmpp module walks the attributes that expat hands to a start
 * handler until it meets an empty name, but expat ends the list with a null pointer (expat.h,
 * XML_StartElementHandler). The handler gets a copy of the list that ends in an empty name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

typedef void (*start_handler)(void *data, const char *name, const char **attributes);
typedef void (*end_handler)(void *data, const char *name);
typedef void (*set_handlers)(void *parser, start_handler start, end_handler end);

static start_handler module_start;

static void start_with_end(void *data, const char *name, const char **attributes) {
  size_t count = 0;
  while (attributes[count] != NULL) count++;
  const char **copy = malloc((count + 2) * sizeof *copy);
  if (copy == NULL) abort();
  for (size_t i = 0; i < count; i++) copy[i] = attributes[i];
  copy[count] = "";
  copy[count + 1] = NULL;
  module_start(data, name, copy);
  free(copy);
}

void XML_SetElementHandler(void *parser, start_handler start, end_handler end) {
  void *expat = dlopen("libexpat.so.1", RTLD_LAZY);
  set_handlers real = (set_handlers)dlsym(expat, "XML_SetElementHandler");
  module_start = start;
  real(parser, start_with_end, end);
}
