/* The lines of the report. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "system.h"

/* Where the lines go. */
extern word report_file;
void open_report(void);

/* A line is begun, takes texts and numbers, and is sent at its end. */
void begin(const char *what);
void put_char(char c);
void put(const char *text);
void put_hex(u64 value);
void put_number(word value);
void end(void);

#endif
