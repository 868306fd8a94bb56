# Taking part, waiting for a place, certificates
join-none = Nothing to take part in these days
join-none-way = Look at another community, or come back in a few days.
join-who = Arranged by
join-room =
    { $n ->
        [one] One place left
       *[other] { $n } places left
    }
join-room-any = Room for all
join-room-none = Full: you can wait
join-waits =
    { $n ->
        [0] It is full. If you wait now you are the first to move up when somebody gives up a place.
        [one] It is full and one person waits before you. Who waits moves up in turn when somebody gives up a place.
       *[other] It is full and { $n } people wait before you. Who waits moves up in turn when somebody gives up a place.
    }
join-wait = Wait for a place
join-over = Places cannot be taken any more.
join-done = Received. Keep the link to this page: here you give up the place, say your hours and print the certificate
certificate-check = Check a certificate
certificate-check-it = Check
certificate-check-about = Check a certificate by its number, its code and the name on it.
certificate-number = Number
certificate-code = Code
certificate-name = Name
certificate-where = Checked at
certificate-about = Anybody can check this certificate with its number, its code and your name. When the record is changed the old code is void.
certificate-good = The certificate is genuine, and the name is right
certificate-nameless = The certificate is genuine; the name was erased by rule and cannot be checked
certificate-other = There is such a certificate, but of another name
certificate-unknown = There is no such certificate: number or code is wrong, or the record was changed
