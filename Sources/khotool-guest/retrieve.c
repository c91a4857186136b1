/* What the guest asks of the kernel that was handed a state: each session and each file that /orders names. */
#include "guest.h"

static void tell_file(word session, word index, u64 token) {
    struct file_request request = {sizeof(request), -1, token};
    word result = control(session, SESSION_RETRIEVE_FILE, &request);
    tell_facts("file", index, token, result, request.file);
    if (request.file >= 0) close_file(request.file);
}

static word retrieve_session(word device, const u8 *name, word index) {
    struct session_request request = {sizeof(request), -1, {0}};
    read_name(name, request.name);
    word result = control(device, LIVEUPDATE_RETRIEVE_SESSION, &request);
    begin("session");
    put_number(index);
    put_number(result);
    end();
    return result >= 0 ? request.file : -1;
}

static void finish_session(word session, word index) {
    struct finish_session request = {sizeof(request), 0};
    if (session < 0) return;
    begin("finish");
    put_number(index);
    put_number(control(session, SESSION_FINISH, &request));
    end();
    close_file(session);
}

void retrieve_sessions(void) {
    word device = open_file("/dev/liveupdate", O_RDWR), session = -1, index = -1;
    const u8 *place = read_orders("/orders");
    begin("liveupdate");
    put_number(device < 0 ? device : 0);
    end();
    if (!place || device < 0) return;
    for (; *place; place = next_line(place)) {
        const u8 *rest = place + 2;
        switch (*place) {
        case 'S':
            finish_session(session, index);
            session = retrieve_session(device, rest, ++index);
            break;
        case 'F':
            if (session >= 0) tell_file(session, index, read_number(&rest));
            break;
        }
    }
    finish_session(session, index);
}
